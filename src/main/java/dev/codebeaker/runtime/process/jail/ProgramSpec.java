package dev.codebeaker.runtime.process.jail;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program to be started in a jail.
 *
 * @param command what to execute, by path or looked up in the jail's {@code PATH}, and its
 *     arguments; {@link #BROUGHT} in them stands for the path of what it brings
 * @param environment added to the jail's own
 * @param directory where it starts, as seen inside
 * @param agent whether it also gets a pipe of requests as descriptor 3 and one for answers as 4
 * @param limits what the kernel holds each of its processes to
 * @param brought what it brings along until it ends: a file or a directory of the service's own on
 *     the host, which everybody may read and execute and which does not change any more
 */
public record ProgramSpec(
    List<String> command,
    Map<String, String> environment,
    String directory,
    boolean agent,
    KernelLimits limits,
    Optional<Path> brought) {
  /** No argument of a client's can have a NUL. */
  public static final String BROUGHT = "\0";

  public ProgramSpec {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  public ProgramSpec(
      List<String> command,
      Map<String, String> environment,
      String directory,
      boolean agent,
      KernelLimits limits) {
    this(command, environment, directory, agent, limits, Optional.empty());
  }

  /** The same, starting elsewhere. */
  public ProgramSpec in(String other) {
    return new ProgramSpec(command, environment, other, agent, limits, brought);
  }

  /** The same, when it is known where inside is what it brings. */
  public ProgramSpec with(String path) {
    List<String> placed = command.stream().map(word -> word.replace(BROUGHT, path)).toList();
    return new ProgramSpec(placed, environment, directory, agent, limits, brought);
  }

  /**
   * Limits of one process, which those it starts inherit and none can raise.
   *
   * @param cpuSeconds processor time; 0 where something else bounds that
   * @param fileBytes the size of a file it writes
   * @param openFiles how many it may have open
   * @param dataBytes memory of its own; 0 where something else bounds that
   */
  public record KernelLimits(long cpuSeconds, long fileBytes, int openFiles, long dataBytes) {}
}
