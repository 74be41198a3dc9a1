package dev.codebeaker.runtime.process.jail;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Limits;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a jail shows and allows.
 *
 * @param workspace the host directory that is its workspace
 * @param scratch the host directory that is its {@code /tmp}
 * @param furnishing what is in it beside these
 */
public record JailSpec(Path workspace, Path scratch, Furnishing furnishing, Allowance allowance) {
  public int processes() {
    return allowance.processes();
  }

  public long memoryBytes() {
    return allowance.memoryBytes();
  }

  /**
   * How much its programs may have together.
   *
   * @param processes how many processes and threads may live in it at once
   * @param memoryBytes what they may take, where a control group can be made for it
   * @param fileBytes what files of the workspace may hold; where the service sees them, it watches
   *     that itself
   * @param files how many of them there may be
   */
  public record Allowance(int processes, long memoryBytes, long fileBytes, int files) {
    public static Allowance of(Limits limits) {
      return new Allowance(
          Math.toIntExact(limits.get(Limit.PROCESSES)),
          limits.memoryBytes(),
          limits.workspaceBytes(),
          limits.files());
    }
  }

  /**
   * What toolchains need.
   *
   * @param tools host directories it may read and execute beside the system's
   * @param brings whether its programs may bring something along
   * @param image of a container, which holds its tools; empty where they are the host's
   */
  public record Furnishing(List<Path> tools, boolean brings, Optional<String> image) {
    public Furnishing {
      tools = List.copyOf(tools);
    }

    /** With tools of the host. */
    public static Furnishing host(List<Path> tools, boolean brings) {
      return new Furnishing(tools, brings, Optional.empty());
    }
  }
}
