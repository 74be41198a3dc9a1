package dev.codebeaker.runtime.wasm;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.RuntimeCapabilities.Feature;
import dev.codebeaker.runtime.SandboxSpec;
import dev.codebeaker.runtime.Settling;
import dev.codebeaker.runtime.Toolchain;
import dev.codebeaker.workspace.Workspace;
import java.util.List;
import java.util.Set;

/**
 * What executes WebAssembly under the wasm runtime: wasmtime, in this process or in workers, or
 * pure Java where its library is absent. Thread safe; one per process.
 *
 * <p>An engine answers which of the configured toolchains it can drive, and gives sandboxes a place
 * to run their guests in. Nothing of it blocks but {@link #close}.
 */
public interface WasmEngine extends AutoCloseable {
  /** {@code wasmtime} or {@code java}. */
  String name();

  Set<Language> languages();

  Set<Limit> enforcedLimits();

  Set<Feature> features();

  Availability availability(Language language);

  /** The prepared bases for a language, the default first. */
  List<String> templates(Language language);

  /**
   * Where the guests of a sandbox are to run.
   *
   * @throws ServiceException {@code RUNTIME_SATURATED}
   */
  WasmPlace place(SandboxSpec spec);

  /** How many processes of it ended without being told to. */
  default long workersLost() {
    return 0;
  }

  /** Who is told of contexts that are settled outside of this process. */
  default void observe(Settling.Observer observer) {}

  /** Called when the service has started: the time to get ready what only guests need. */
  default void warmUp() {}

  @Override
  void close();

  /**
   * @param toolchain how the language is treated
   * @param template the base asked for, or empty for the default
   * @param workspace mounted at {@code /workspace}, and its scratch directory at {@code /tmp}
   * @param stateful whether turns follow one another, or one program runs and that is all
   * @param limits of the sandbox: memory, workspace, files, open files
   */
  record GuestSpec(
      Toolchain toolchain,
      Language language,
      java.util.Optional<String> template,
      Workspace workspace,
      boolean stateful,
      dev.codebeaker.execution.Limits limits) {
    /** The host directory mounted at {@code /tmp}; the sandbox removes it. */
    public java.nio.file.Path scratch() {
      return workspace.scratchPath();
    }
  }
}
