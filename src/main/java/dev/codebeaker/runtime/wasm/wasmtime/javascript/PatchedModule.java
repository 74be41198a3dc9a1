package dev.codebeaker.runtime.wasm.wasmtime.javascript;

import dev.codebeaker.runtime.wasm.wasmtime.PrivateDirectory;
import dev.codebeaker.runtime.wasm.wasmtime.javascript.RejectionPatch.Patched;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * The QuickJS module as it is compiled.
 *
 * @param file with the patch, or as it came if it has been compiled already
 * @param rejectionHook the function that {@link RejectionPatch} has added
 */
record PatchedModule(Path file, OptionalInt rejectionHook) {
  private static final String DIRECTORY = "patched";
  private static final String NAME = "quickjs.wasm";

  static PatchedModule of(Path module, Path cache) {
    if (!module.toString().endsWith(".wasm")) {
      return new PatchedModule(module, OptionalInt.empty());
    }
    try {
      Patched patched = RejectionPatch.apply(Files.readAllBytes(module));
      PrivateDirectory directory = new PrivateDirectory(cache.resolve(DIRECTORY));
      if (!holds(directory, patched.module())) {
        directory.write(NAME, to -> Files.write(to, patched.module()));
      }
      return new PatchedModule(directory.file(NAME), OptionalInt.of(patched.tableIndex()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean holds(PrivateDirectory directory, byte[] module) throws IOException {
    return directory.has(NAME) && Arrays.equals(Files.readAllBytes(directory.file(NAME)), module);
  }
}
