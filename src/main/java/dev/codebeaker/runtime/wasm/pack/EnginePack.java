package dev.codebeaker.runtime.wasm.pack;

import java.nio.file.Path;
import java.util.List;

/**
 * The files of an installed and verified engine pack.
 *
 * @param version changes when any file of it changes
 * @param library wasmtime's C API as a shared library
 * @param pythonModule CPython for WASI with its interpreter already started
 * @param pythonLibrary CPython's standard library and packages, as a zip
 * @param quickjsModule the QuickJS guest
 * @param transformModule TypeScript to JavaScript
 */
public record EnginePack(
    String version,
    Path library,
    Path pythonModule,
    Path pythonLibrary,
    Path quickjsModule,
    Path transformModule) {
  /** All of them. */
  public List<Path> files() {
    return List.of(library, pythonModule, pythonLibrary, quickjsModule, transformModule);
  }
}
