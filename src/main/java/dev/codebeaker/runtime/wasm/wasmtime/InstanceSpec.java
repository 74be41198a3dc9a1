package dev.codebeaker.runtime.wasm.wasmtime;

import dev.codebeaker.execution.Limits;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a guest gets.
 *
 * @param args its argument list, its own name first
 * @param env its environment
 * @param mounts what it sees of the host's files; nothing else
 * @param limits its memory, the bytes and names under all writable mounts together, its open files
 */
public record InstanceSpec(
    List<String> args, Map<String, String> env, List<Mount> mounts, Limits limits) {
  /**
   * @param host a directory
   * @param guest where the guest sees it
   */
  public record Mount(Path host, String guest, boolean writable) {}

  public InstanceSpec {
    args = List.copyOf(args);
    env = Map.copyOf(env);
    mounts = List.copyOf(mounts);
  }

  List<Path> writable() {
    return mounts.stream().filter(Mount::writable).map(Mount::host).distinct().toList();
  }
}
