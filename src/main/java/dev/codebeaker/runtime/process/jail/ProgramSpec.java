package dev.codebeaker.runtime.process.jail;

import java.util.List;
import java.util.Map;

/**
 * A program to be started in a jail.
 *
 * @param command what to execute, by path or looked up in the jail's {@code PATH}, and its
 *     arguments
 * @param environment added to the jail's own
 * @param directory where it starts, as seen inside
 * @param agent whether it also gets a pipe of requests as descriptor 3 and one for answers as 4
 * @param limits what the kernel holds each of its processes to
 */
public record ProgramSpec(
    List<String> command,
    Map<String, String> environment,
    String directory,
    boolean agent,
    KernelLimits limits) {
  public ProgramSpec {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** The same, starting elsewhere. */
  ProgramSpec in(String other) {
    return new ProgramSpec(command, environment, other, agent, limits);
  }

  /**
   * Limits of one process, which those it starts inherit and none can raise.
   *
   * @param cpuSeconds processor time
   * @param fileBytes the size of a file it writes
   * @param openFiles how many it may have open
   * @param dataBytes memory of its own; 0 where something else bounds that
   */
  public record KernelLimits(long cpuSeconds, long fileBytes, int openFiles, long dataBytes) {}
}
