package dev.codebeaker.runtime.wasm;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.RuntimeCapabilities.Feature;
import dev.codebeaker.runtime.Toolchain;
import dev.codebeaker.workspace.Workspace;
import java.util.List;
import java.util.Set;

/**
 * What executes WebAssembly under the wasm runtime: wasmtime, or pure Java where its library is
 * absent. Thread safe; one per process.
 *
 * <p>An engine answers which of the configured toolchains it can drive, and opens guests. {@link
 * #open} may block; nothing else does.
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
   * A guest for one language: a fresh program, or a context when {@code stateful}.
   *
   * @throws ServiceException {@code RUNTIME_PREPARING}, {@code RUNTIME_UNAVAILABLE}, {@code
   *     TEMPLATE_UNKNOWN} or {@code RUNTIME_FAILED}
   */
  WasmGuest open(GuestSpec spec);

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
