package dev.codebeaker.runtime.wasm.wasmtime;

import dev.codebeaker.runtime.wasm.WasmEngine.GuestSpec;
import dev.codebeaker.runtime.wasm.wasmtime.InstanceSpec.Mount;
import dev.codebeaker.workspace.WorkspacePath;
import java.util.List;

/** What every guest sees of its sandbox. */
public final class GuestMounts {
  public static final String TMP = "/tmp";

  private GuestMounts() {}

  /** The workspace, then the private scratch directory. */
  public static List<Mount> of(GuestSpec spec) {
    return List.of(
        new Mount(spec.workspace().hostPath(), WorkspacePath.MOUNT, true),
        new Mount(spec.scratch(), TMP, true));
  }

  /** The same, with the workspace as the current directory too: WASI itself has none. */
  static List<Mount> ofProgram(GuestSpec spec) {
    return List.of(
        new Mount(spec.workspace().hostPath(), WorkspacePath.MOUNT, true),
        new Mount(spec.workspace().hostPath(), ".", true),
        new Mount(spec.scratch(), TMP, true));
  }
}
