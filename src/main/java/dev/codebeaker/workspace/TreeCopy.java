package dev.codebeaker.workspace;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the files of a workspace and those of a guest elsewhere the same, by archives in both
 * directions. What changed here since the last exchange is sent; what comes back replaces what is
 * here, unless that was changed meanwhile.
 *
 * <p>No link is followed, here or in what comes: a guest can not have anything outside the
 * directory read or written. What comes is bounded, whatever the archive tells.
 *
 * <p><b>Threads</b>: thread safe; one exchange at a time is the caller's business.
 */
public final class TreeCopy {
  private static final int EXECUTABLE = 0100;
  private static final int FILE_MODE = 0600;
  private static final int DIRECTORY_MODE = 0700;
  private static final String INCOMING = "incoming";

  /** What something was when both sides had the same. */
  record Stamp(boolean directory, boolean link, long size, long modified, @Nullable Object key) {
    static Stamp of(BasicFileAttributes found) {
      return new Stamp(
          found.isDirectory(),
          found.isSymbolicLink(),
          found.isDirectory() ? 0 : found.size(),
          found.isDirectory() ? 0 : found.lastModifiedTime().toMillis(),
          found.fileKey());
    }
  }

  private final Path root;
  private final long maxBytes;
  private final int maxFiles;

  // guarded by this
  private final Map<String, Stamp> known = new HashMap<>();

  /**
   * @param root which only the service can replace
   * @param maxBytes what may come of it at once
   * @param maxFiles how many files may
   */
  public TreeCopy(Path root, long maxBytes, int maxFiles) {
    this.root = root;
    this.maxBytes = maxBytes;
    this.maxFiles = maxFiles;
  }

  /** What is to be told the other side. */
  public final class Changes {
    private final List<String> gone;
    private final TreeMap<String, Stamp> changed;

    private Changes(List<String> gone, TreeMap<String, Stamp> changed) {
      this.gone = gone;
      this.changed = changed;
    }

    public boolean isEmpty() {
      return gone.isEmpty() && changed.isEmpty();
    }

    /** What is to be removed there first, the deepest first. */
    public List<String> gone() {
      return gone;
    }

    /** Writes an archive of what is new or other. */
    public void writeTo(OutputStream out) throws IOException {
      try (TarWriter tar = new TarWriter(out)) {
        for (Map.Entry<String, Stamp> entry : List.copyOf(changed.entrySet())) {
          if (!write(entry.getKey(), entry.getValue(), tar)) {
            changed.remove(entry.getKey());
          }
        }
      }
    }

    /** The other side has them now. */
    public void sent() {
      synchronized (TreeCopy.this) {
        gone.forEach(known::remove);
        known.putAll(changed);
      }
    }
  }

  /** What is other here than it was at the last exchange. */
  public Changes changes() throws IOException {
    TreeMap<String, Stamp> here = new TreeMap<>();
    try (OpenDirectory start = OpenDirectory.open(root)) {
      look(start, "", here);
    }
    synchronized (this) {
      List<String> gone = new ArrayList<>();
      known.forEach(
          (name, stamp) -> {
            Stamp now = here.get(name);
            if (now == null || now.directory() != stamp.directory() || now.link() != stamp.link()) {
              gone.add(name);
            }
          });
      gone.sort(Comparator.reverseOrder());
      here.entrySet().removeIf(it -> it.getValue().equals(known.get(it.getKey())));
      return new Changes(List.copyOf(gone), here);
    }
  }

  private void look(OpenDirectory directory, String at, Map<String, Stamp> found)
      throws IOException {
    List<Path> inner = new ArrayList<>();
    directory.forEachName(
        name -> {
          var attributes = directory.look(name);
          if (attributes.isPresent() && !attributes.get().isOther()) {
            found.put(at + name, Stamp.of(attributes.get()));
            if (attributes.get().isDirectory()) {
              inner.add(name);
            }
          }
        });
    for (Path name : inner) {
      try (OpenDirectory child = directory.child(name)) {
        look(child, at + name + "/", found);
      }
    }
  }

  /** False if it is there no more. What only shows that something was too much is not sent. */
  private boolean write(String name, Stamp stamp, TarWriter tar) throws IOException {
    if (!stamp.directory() && stamp.size() > maxBytes) {
      return true;
    }
    Instant modified = Instant.ofEpochMilli(stamp.modified());
    if (stamp.directory()) {
      tar.directory(name, DIRECTORY_MODE, Instant.now());
      return true;
    }
    return stamp.link() ? writeLink(name, modified, tar) : writeFile(name, stamp, modified, tar);
  }

  private boolean writeLink(String name, Instant modified, TarWriter tar) throws IOException {
    String target;
    try {
      target = Files.readSymbolicLink(root.resolve(name)).toString();
    } catch (NoSuchFileException | NotLinkException gone) {
      return false;
    }
    tar.link(name, target, modified);
    return true;
  }

  private boolean writeFile(String name, Stamp stamp, Instant modified, TarWriter tar)
      throws IOException {
    SeekableByteChannel content;
    int mode = FILE_MODE;
    Path path = Path.of(name);
    try (OpenDirectory parent = openParent(path)) {
      mode |= parent.isExecutable(path.getFileName()) ? EXECUTABLE : 0;
      content = parent.openToRead(path.getFileName());
    } catch (NoSuchFileException | NotDirectoryException gone) {
      return false;
    }
    try (InputStream in = Channels.newInputStream(content)) {
      tar.file(name, mode, modified, stamp.size(), in);
    }
    return true;
  }

  private OpenDirectory openParent(Path path) throws IOException {
    OpenDirectory at = OpenDirectory.open(root);
    Path parent = path.getParent();
    if (parent == null) {
      return at;
    }
    for (Path name : parent) {
      try (OpenDirectory left = at) {
        at = left.child(name);
      }
    }
    return at;
  }

  /**
   * Makes what is here what the archive holds.
   *
   * @param prefix what the names in the archive begin with
   * @return whether it held no more than is allowed; else as much is here as shows that
   * @throws IOException if it breaks off, or is none; what it did not hold then stays
   */
  public boolean take(InputStream archive, String prefix) throws IOException {
    Arrival arrival = arrival(prefix);
    boolean whole = arrival.take(archive);
    arrival.removeTheRest();
    return whole;
  }

  /** The same in two steps, for archives that may turn out to lack something. */
  public Arrival arrival(String prefix) {
    return new Arrival(prefix);
  }

  /** One archive that comes. */
  public final class Arrival {
    private final String prefix;
    private @Nullable Incoming incoming;

    private Arrival(String prefix) {
      this.prefix = prefix;
    }

    /** {@link TreeCopy#take}, but for what is here alone. */
    public boolean take(InputStream archive) throws IOException {
      Path session = Objects.requireNonNull(root.getParent());
      Path place = session.resolve(INCOMING);
      if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
        PrivateDirectory.create(place);
      }
      try (OpenDirectory aside = OpenDirectory.open(place)) {
        Incoming taken = new Incoming(TreeCopy.this, root, place, aside, prefix);
        boolean whole = taken.take(new TarReader(archive));
        incoming = taken;
        return whole;
      }
    }

    /** Removes what the archive did not hold. */
    public void removeTheRest() throws IOException {
      if (incoming != null) {
        incoming.removeTheRest();
      }
    }
  }

  /** Whether more is here than is allowed to come at once. */
  public synchronized boolean isBeyond() {
    return known.size() > maxFiles
        || known.values().stream().mapToLong(Stamp::size).sum() > maxBytes;
  }

  long maxBytes() {
    return maxBytes;
  }

  int maxFiles() {
    return maxFiles;
  }

  synchronized @Nullable Stamp known(String name) {
    return known.get(name);
  }

  synchronized void know(String name, Stamp stamp) {
    known.put(name, stamp);
  }

  synchronized void forget(String name) {
    known.remove(name);
  }

  /** The deepest first. */
  synchronized List<String> allKnown() {
    return known.keySet().stream().sorted(Comparator.reverseOrder()).toList();
  }

  /** Writes an archive that holds nothing. */
  public static void packNothing(OutputStream out) throws IOException {
    new TarWriter(out).close();
  }

  /**
   * Writes an archive of a file or directory of the service's own, which does not change.
   *
   * @param name what it is called in the archive; that of the directory it is unpacked in if empty
   */
  public static void pack(Path source, String name, OutputStream out) throws IOException {
    try (TarWriter tar = new TarWriter(out)) {
      Files.walkFileTree(
          source,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes found)
                throws IOException {
              if (!named(directory).isEmpty()) {
                tar.directory(
                    named(directory), DIRECTORY_MODE, found.lastModifiedTime().toInstant());
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes found)
                throws IOException {
              if (found.isRegularFile()) {
                int mode = Files.isExecutable(file) ? FILE_MODE | EXECUTABLE : FILE_MODE;
                try (InputStream content = Files.newInputStream(file)) {
                  tar.file(
                      named(file),
                      mode,
                      found.lastModifiedTime().toInstant(),
                      found.size(),
                      content);
                }
              }
              return FileVisitResult.CONTINUE;
            }

            private String named(Path file) {
              String inner = source.relativize(file).toString();
              return inner.isEmpty() || name.isEmpty() ? name + inner : name + "/" + inner;
            }
          });
    }
  }
}
