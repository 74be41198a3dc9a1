package dev.codebeaker.runtime.wasm.pack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Tells whether anybody but root and this process's user can change a file. */
final class Ownership {
  private static final Path PROCESS = Path.of("/proc/self");
  private static final Set<PosixFilePermission> OTHERS_WRITE =
      EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
  private static final int ROOT = 0;

  private final UserPrincipal self;

  private Ownership(UserPrincipal self) {
    this.self = self;
  }

  static Ownership ofThisProcess() throws IOException {
    if (Files.exists(PROCESS)) {
      return new Ownership(Files.getOwner(PROCESS));
    }
    // Java knows no user id; what this process creates belongs to it.
    Path probe = Files.createTempFile("codebeaker", ".owner");
    try {
      return new Ownership(Files.getOwner(probe));
    } finally {
      Files.delete(probe);
    }
  }

  /** Why a file or directory is not to be trusted, as the end of a sentence about it. */
  Optional<String> problem(Path file) throws IOException {
    UserPrincipal owner = Files.getOwner(file);
    if (!owner.equals(self) && !isRoots(file)) {
      return Optional.of("belongs to another user, " + owner.getName());
    }
    Set<PosixFilePermission> writers = EnumSet.copyOf(OTHERS_WRITE);
    writers.retainAll(Files.getPosixFilePermissions(file));
    return writers.isEmpty() ? Optional.empty() : Optional.of("can be written to by other users");
  }

  private static boolean isRoots(Path file) throws IOException {
    return Files.getAttribute(file, "unix:uid") instanceof Integer uid && uid == ROOT;
  }
}
