package dev.codebeaker.workspace;

import dev.codebeaker.failure.ServiceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What comes back of a guest's files. Everything is made in a directory that only the service can
 * enter, and moved to its place from there, into directories that are held open.
 */
final class Incoming {
  private static final String STAGED = "staged";

  private final TreeCopy copy;
  private final Path root;
  private final Path place;
  private final OpenDirectory aside;
  private final String prefix;
  private final byte[] buffer = new byte[64 << 10];
  private final Set<String> seen = new HashSet<>();
  private final Set<String> directories = new HashSet<>(Set.of(""));
  private long bytes;
  private boolean complete;

  /**
   * @param aside the directory at that place
   * @param prefix what the names in the archive begin with
   */
  Incoming(TreeCopy copy, Path root, Path place, OpenDirectory aside, String prefix) {
    this.copy = copy;
    this.root = root;
    this.place = place;
    this.aside = aside;
    this.prefix = prefix;
  }

  /** What is beyond the bytes that are allowed is read over; beyond the number, nothing is read. */
  boolean take(TarReader archive) throws IOException {
    boolean whole = true;
    for (var next = archive.next(); next.isPresent(); next = archive.next()) {
      Optional<WorkspacePath> path = path(next.get().name());
      if (path.isPresent() && directories.contains(path.get().parent().toString())) {
        if (seen.size() > copy.maxFiles()) {
          return false;
        }
        if (whole) {
          whole = place(path.get(), next.get(), archive);
        } else {
          passOver(path.get(), next.get());
        }
        if (!whole && next.get().size() / 2 > copy.maxBytes()) {
          return false; // it has holes, and would take for ever
        }
      }
    }
    complete = true;
    return whole;
  }

  private void passOver(WorkspacePath path, TarReader.Entry entry) {
    seen.add(path.toString());
    if (entry.type() == TarWriter.DIRECTORY) {
      directories.add(path.toString());
    }
  }

  /** Names that the workspace has no words for stay where they are. */
  private Optional<WorkspacePath> path(String name) {
    String inner = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
    try {
      WorkspacePath path = WorkspacePath.parse(inner.startsWith("/") ? inner.substring(1) : inner);
      boolean climbs = List.of(inner.split("/")).contains("..");
      var unusedName = Path.of(path.toString());
      return path.isRoot() || climbs ? Optional.empty() : Optional.of(path);
    } catch (ServiceException | InvalidPathException noName) {
      return Optional.empty();
    }
  }

  /** False if it is beyond what is allowed. */
  private boolean place(WorkspacePath path, TarReader.Entry entry, TarReader archive)
      throws IOException {
    String name = path.toString();
    seen.add(name);
    if (aside.look(Path.of(STAGED)).isPresent()) {
      new TreeRemoval(place, false).remove(Path.of(STAGED));
    }
    try (OpenDirectory parent = open(path.parent())) {
      Path last = Path.of(path.name());
      Optional<TreeCopy.Stamp> here = parent.look(last).map(TreeCopy.Stamp::of);
      if (!Objects.equals(here.orElse(null), copy.known(name))) {
        if (here.isPresent() && here.get().directory() && entry.type() == TarWriter.DIRECTORY) {
          directories.add(name);
        }
        return true; // changed here meanwhile: the other side is told next time
      }
      if (entry.type() == TarWriter.DIRECTORY) {
        directory(parent, last, name, here);
        return true;
      }
      boolean whole = true;
      if (entry.isFile()) {
        whole = file(entry, archive);
      } else if (entry.type() == TarWriter.LINK && !entry.target().isEmpty()) {
        if (!link(entry.target())) {
          return true;
        }
      } else if (entry.type() == TarWriter.HARD_LINK) {
        if (!sameFile(entry)) {
          return true;
        }
      } else {
        return true;
      }
      moveIn(parent, last, here);
      know(parent, last, name);
      return whole;
    }
  }

  private boolean link(String target) throws IOException {
    try {
      Files.createSymbolicLink(place.resolve(STAGED), Path.of(target));
      return true;
    } catch (InvalidPathException noPath) {
      return false;
    }
  }

  private OpenDirectory open(WorkspacePath directory) throws IOException {
    OpenDirectory at = OpenDirectory.open(root);
    for (String segment : directory.segments()) {
      try (OpenDirectory left = at) {
        at = left.child(Path.of(segment));
      }
    }
    return at;
  }

  private void directory(
      OpenDirectory parent, Path last, String name, Optional<TreeCopy.Stamp> here)
      throws IOException {
    if (here.isEmpty() || !here.get().directory()) {
      PrivateDirectory.create(place.resolve(STAGED));
      moveIn(parent, last, here);
    }
    directories.add(name);
    know(parent, last, name);
  }

  private boolean file(TarReader.Entry entry, TarReader archive) throws IOException {
    boolean fits = bytes + entry.size() <= copy.maxBytes();
    try (SeekableByteChannel file = aside.createFile(Path.of(STAGED))) {
      if (fits) {
        bytes += entry.size();
        for (int count = archive.read(buffer); count > 0; count = archive.read(buffer)) {
          for (ByteBuffer part = ByteBuffer.wrap(buffer, 0, count); part.hasRemaining(); ) {
            file.write(part);
          }
        }
      } else {
        // As long as shows that it is too much, and nothing in it.
        file.position(copy.maxBytes()).write(ByteBuffer.wrap(new byte[1]));
      }
    }
    if ((entry.mode() & 0111) != 0) {
      Files.setPosixFilePermissions(place.resolve(STAGED), PrivateDirectory.RIGHTS);
    }
    Files.setLastModifiedTime(place.resolve(STAGED), FileTime.from(entry.modified()));
    return fits;
  }

  /**
   * Another name of a file that came before; a copy here, where names may be changed one by one.
   */
  private boolean sameFile(TarReader.Entry entry) throws IOException {
    Optional<WorkspacePath> first = path(entry.target());
    if (first.isEmpty() || !seen.contains(first.get().toString())) {
      return false;
    }
    Path last = Path.of(first.get().name());
    try (OpenDirectory parent = open(first.get().parent())) {
      Optional<BasicFileAttributes> found = parent.look(last);
      if (found.isEmpty()
          || !found.get().isRegularFile()
          || bytes + found.get().size() > copy.maxBytes()) {
        return false;
      }
      bytes += found.get().size();
      try (SeekableByteChannel from = parent.openToRead(last);
          SeekableByteChannel to = aside.createFile(Path.of(STAGED))) {
        from.position(0);
        ByteBuffer part = ByteBuffer.wrap(buffer);
        while (from.read(part.clear()) > 0) {
          for (part.flip(); part.hasRemaining(); ) {
            to.write(part);
          }
        }
      }
      return true;
    }
  }

  /** In the place of what is there, if anything. */
  private void moveIn(OpenDirectory parent, Path last, Optional<TreeCopy.Stamp> here)
      throws IOException {
    if (here.isPresent()) {
      remove(parent, last, here.get());
    }
    try {
      aside.move(Path.of(STAGED), parent, last);
    } catch (FileSystemException taken) {
      // Somebody was quicker: what is here counts.
      new TreeRemoval(place, false).remove(Path.of(STAGED));
    }
  }

  private void remove(OpenDirectory parent, Path last, TreeCopy.Stamp here) throws IOException {
    if (here.directory()) {
      Path removed = Path.of("removed");
      parent.move(last, aside, removed);
      new TreeRemoval(place, false).remove(removed);
    } else {
      parent.deleteFile(last);
    }
  }

  private void know(OpenDirectory parent, Path last, String name) throws IOException {
    parent.look(last).ifPresent(found -> copy.know(name, TreeCopy.Stamp.of(found)));
  }

  /** Where not all was read, only if else too much would be here. */
  void removeTheRest() throws IOException {
    if (!complete && !copy.isBeyond()) {
      return;
    }
    for (String name : copy.allKnown()) {
      if (!seen.contains(name)) {
        removeIfSame(WorkspacePath.parse(name), name);
        copy.forget(name);
      }
    }
  }

  private void removeIfSame(WorkspacePath path, String name) throws IOException {
    try (OpenDirectory parent = open(path.parent())) {
      Path last = Path.of(path.name());
      Optional<TreeCopy.Stamp> here = parent.look(last).map(TreeCopy.Stamp::of);
      if (here.isPresent() && Objects.equals(here.get(), copy.known(name))) {
        if (here.get().directory()) {
          parent.deleteDirectory(last);
        } else {
          parent.deleteFile(last);
        }
      }
    } catch (FileSystemException inUse) {
      // Something new is in it, or it is gone.
    }
  }
}
