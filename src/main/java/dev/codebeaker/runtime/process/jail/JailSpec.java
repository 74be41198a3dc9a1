package dev.codebeaker.runtime.process.jail;

import java.nio.file.Path;
import java.util.List;

/**
 * What a jail shows and allows.
 *
 * @param workspace the host directory that is its workspace
 * @param scratch the host directory that is its {@code /tmp}
 * @param tools host directories it may read and execute beside the system's
 * @param brings whether its programs may bring something along
 * @param processes how many processes and threads may live in it at once
 * @param memoryBytes what they may take together, where a control group can be made for it
 */
public record JailSpec(
    Path workspace,
    Path scratch,
    List<Path> tools,
    boolean brings,
    int processes,
    long memoryBytes) {
  public JailSpec {
    tools = List.copyOf(tools);
  }
}
