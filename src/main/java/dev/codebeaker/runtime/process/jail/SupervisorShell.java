package dev.codebeaker.runtime.process.jail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jboss.logging.Logger;

/**
 * The shell that supervisors are: a copy that may be executed and not read. A process of such a
 * program is closed to its own user too: what else runs in the jail can not open the supervisor's
 * pipes through {@code /proc}, nor read or change its memory, and so not answer in its name.
 */
final class SupervisorShell {
  private static final Logger LOG = Logger.getLogger(SupervisorShell.class);
  private static final Path SHELL = Path.of("/bin/sh");
  private static final String ONLY_EXECUTABLE = "--x--x--x";

  private SupervisorShell() {}

  /**
   * @param directory of the service's own, which jails show
   * @return the host's own shell where nothing in that directory can be executed
   */
  static Path in(Path directory) throws IOException {
    Path copy = directory.resolve("sh");
    Files.copy(SHELL.toRealPath(), copy, StandardCopyOption.REPLACE_EXISTING);
    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString(ONLY_EXECUTABLE));
    if (Files.isExecutable(copy)) {
      return copy;
    }
    LOG.warnf(
        "Programs in %s can not be executed: supervisors of jails are less protected from what"
            + " runs in them",
        directory);
    return SHELL;
  }
}
