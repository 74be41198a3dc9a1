package dev.codebeaker.runtime.process.jail;

import dev.codebeaker.linux.ChildProcess;
import dev.codebeaker.linux.Descriptor;
import dev.codebeaker.linux.Identity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One way to confine. Thread safe. */
interface Recipe {
  Tier tier();

  /** Where a jail's directories are seen inside. */
  JailPaths paths(JailSpec spec, Path pipes, Path agents);

  /** Starts the first process of a jail; whatever that starts is confined too. */
  ChildProcess start(Inmate inmate) throws IOException;

  /** Ends every process of the jail. May be called again, and while another call is under way. */
  void kill(ChildProcess first, Inmate inmate, Consumption consumption) throws IOException;

  /**
   * A shell line with which the supervisor ends what a program left running, or nothing where it
   * would reach too far: a jail then ends with its first program.
   */
  String sweep();

  /**
   * How many processes and threads the user of a jail may have, as the kernel limits it; the jail's
   * own and whatever else is that user's.
   */
  int userProcesses(JailSpec spec) throws IOException;

  /** How many generations below the first process the supervisor is. */
  int supervisorDepth();

  /**
   * The first process of a jail.
   *
   * @param shell the host's path of the shell that is started
   * @param arguments the shell's
   * @param environment complete
   * @param descriptors its number → what it is there
   * @param terminal the host's name of the terminal it gets as 0, 1 and 2
   * @param identity the user it runs as, if not the service's own
   */
  record Inmate(
      JailSpec spec,
      Path pipes,
      Path agents,
      Path shell,
      List<String> arguments,
      Map<String, String> environment,
      Map<Integer, Descriptor> descriptors,
      Optional<Path> terminal,
      Optional<Identity> identity) {}
}
