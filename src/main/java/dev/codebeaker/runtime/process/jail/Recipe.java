package dev.codebeaker.runtime.process.jail;

import dev.codebeaker.linux.ChildProcess;
import dev.codebeaker.linux.Descriptor;
import dev.codebeaker.linux.Identity;
import dev.codebeaker.linux.ThreadPlace;
import dev.codebeaker.runtime.process.jail.JailSpec.Furnishing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One way to confine. Thread safe. */
public interface Recipe {
  Tier tier();

  /** Where a jail's directories are seen inside. */
  JailPaths paths(JailSpec spec, Shown shown);

  /**
   * Starts the first process of a jail; whatever that starts is confined too.
   *
   * @param place where it begins
   */
  ChildProcess start(Inmate inmate, ThreadPlace place) throws IOException;

  /**
   * Whether something else makes the control group of a jail, and limits it; it is then counted by
   * {@link #consumption}.
   */
  default boolean isLimitedElsewhere() {
    return false;
  }

  /** Counts a jail that no control group was made for here. */
  default Consumption consumption(ChildProcess first, Inmate inmate) throws IOException {
    return new WatchedMembers(first::pid, strays(first, inmate));
  }

  /**
   * Whether the first process inherits no descriptor: it finds the pipes to its supervisor by their
   * names beside those of its programs.
   */
  default boolean isReachedByName() {
    return false;
  }

  /** What operators want to know of its jails beside the tier, name to value. */
  default Map<String, String> details() {
    return Map.of();
  }

  /** What the jail in which it is tried has beside the system. */
  default Furnishing sample() {
    return Furnishing.host(List.of(), false);
  }

  /** Waits for those of a jail's processes that have ended, where nobody in it does. */
  default void bury(ChildProcess first, Inmate inmate) {}

  /** What is left of a jail when its first process has ended; called once. */
  default void clear(Inmate inmate) throws IOException {}

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

  /**
   * Finds processes of a jail that are no descendants of its first any more. Nobody is, where the
   * jail has a first process that orphans go to.
   */
  Belonging strays(ChildProcess first, Inmate inmate);

  /** By what a jail ends with its service. */
  ServiceWatch serviceWatch();

  /** How many generations below the first process the supervisor is. */
  int supervisorDepth();

  /**
   * What of the service's own a jail shows, by the host's names.
   *
   * @param pipes of its programs, and their scripts
   * @param agents of the toolchains
   * @param shell what its supervisor is
   * @param brought what its programs bring along
   */
  record Shown(Path pipes, Path agents, Path shell, Optional<Path> brought) {}

  /**
   * The first process of a jail.
   *
   * @param arguments the shell's
   * @param environment complete
   * @param descriptors its number → what it is there
   * @param terminal the host's name of the terminal it gets as 0, 1 and 2
   * @param identity the user it runs as, if not the service's own
   */
  record Inmate(
      JailSpec spec,
      Shown shown,
      List<String> arguments,
      Map<String, String> environment,
      Map<Integer, Descriptor> descriptors,
      Optional<Path> terminal,
      Optional<Identity> identity) {}
}
