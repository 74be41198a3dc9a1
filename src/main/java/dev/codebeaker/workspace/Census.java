package dev.codebeaker.workspace;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/**
 * Counts what is in a workspace, whatever the guest does to hide it: a directory that it took the
 * service's rights from is opened up again, and what lies too deep, or can not be opened up, counts
 * as more than is allowed.
 */
final class Census {
  /** Each level takes descriptors while it is counted; nothing that means well is so deep. */
  private static final int MAX_DEPTH = 128;

  private static final Set<PosixFilePermission> NEEDED =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_EXECUTE);

  /** Ends a count early: more files than allowed are full, however many there are. */
  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Enough() {
      super("enough", null, false, false);
    }
  }

  private final Path root;
  private final int most;
  private long bytes;
  private int files;

  private Census(Path root, int most) {
    this.root = root;
    this.most = most;
  }

  static WorkspaceQuota.Used of(Path root, int most) {
    Census census = new Census(root, most);
    try {
      census.count();
    } catch (AccessDeniedException hidden) {
      census.files = most + 1;
    } catch (IOException | Enough _) {
      // What was counted so far stands.
    }
    return new WorkspaceQuota.Used(census.bytes, census.files);
  }

  private void count() throws IOException {
    try (OpenDirectory start = openRoot()) {
      count(start, Path.of(""), 1);
    }
  }

  private OpenDirectory openRoot() throws IOException {
    try {
      return OpenDirectory.open(root);
    } catch (AccessDeniedException hidden) {
      openUp(root);
      return OpenDirectory.open(root);
    }
  }

  private void count(OpenDirectory directory, Path at, int depth) throws IOException {
    directory.forEachName(
        name -> {
          Optional<BasicFileAttributes> found = look(directory, at, name);
          if (found.isPresent()) {
            add(found.get());
            if (found.get().isDirectory()) {
              descend(directory, name, at, depth);
            }
          }
        });
  }

  /** A directory that can be read and not searched shows names only. */
  private Optional<BasicFileAttributes> look(OpenDirectory directory, Path at, Path name)
      throws IOException {
    try {
      return directory.look(name);
    } catch (AccessDeniedException hidden) {
      openUp(root.resolve(at));
      return directory.look(name);
    }
  }

  private void add(BasicFileAttributes attributes) {
    if (files > most) {
      throw new Enough();
    }
    files++;
    if (attributes.isRegularFile()) {
      bytes += attributes.size();
    }
  }

  private void descend(OpenDirectory directory, Path name, Path at, int depth) {
    if (depth >= MAX_DEPTH) {
      tooMany();
    }
    try (OpenDirectory child = child(directory, name, at)) {
      count(child, at.resolve(name), depth + 1);
    } catch (AccessDeniedException hidden) {
      tooMany();
    } catch (IOException _) {
      // A guest removed or replaced it meanwhile: there is nothing to see.
    }
  }

  private OpenDirectory child(OpenDirectory directory, Path name, Path at) throws IOException {
    try {
      return directory.child(name);
    } catch (AccessDeniedException hidden) {
      openUp(root.resolve(at).resolve(name));
      return directory.child(name);
    }
  }

  /**
   * Adds to the rights that the owner has. A guest may put a link in the directory's place
   * meanwhile; then the service gets more rights on what is its own already, and nobody else does.
   */
  private static void openUp(Path directory) throws IOException {
    try {
      Set<PosixFilePermission> rights = Files.getPosixFilePermissions(directory);
      if (rights.addAll(NEEDED)) {
        Files.setPosixFilePermissions(directory, rights);
      }
    } catch (NoSuchFileException gone) {
      throw gone;
    } catch (IOException e) {
      throw new AccessDeniedException(directory.toString());
    }
  }

  private void tooMany() {
    files = most + 1;
    throw new Enough();
  }
}
