package dev.codebeaker.runtime.wasm.wasmtime;

import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.wasm.WasmEngine.GuestSpec;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** An interpreter about to run a source file, which lies outside the workspace meanwhile. */
final class CommandGuest extends NativeGuest {
  private static final String FILE = "{file}";

  private final GuestSpec spec;
  private final ModuleHandle module;

  CommandGuest(GuestSpec spec, ModuleHandle module) {
    this.spec = spec;
    this.module = module;
  }

  @Override
  public Outcome run(RunCode command, Limits limits, OutputSink sink) {
    runs.begin();
    try {
      Path source = write(command.code());
      try {
        String file = GuestMounts.TMP + "/" + spec.scratch().relativize(source);
        return new Program(spec, runs, args(file, command.args()))
            .run(module, command, limits, sink);
      } finally {
        remove(source);
      }
    } catch (IOException e) {
      throw ServiceException.because(
          ErrorCode.RUNTIME_FAILED, "the source could not be written", e);
    } finally {
      runs.end();
    }
  }

  /** In a directory with a name no guest can have prepared. */
  private Path write(String code) throws IOException {
    Path directory = Files.createTempDirectory(spec.scratch(), "source-");
    return Files.writeString(directory.resolve(spec.toolchain().fileName()), code);
  }

  /** What else the program has put there goes with the sandbox. */
  private static void remove(Path source) throws IOException {
    Files.deleteIfExists(source);
    try {
      Files.deleteIfExists(java.util.Objects.requireNonNull(source.getParent()));
    } catch (DirectoryNotEmptyException e) {
      // a guest wrote beside it
    }
  }

  private List<String> args(String file, List<String> args) {
    return Stream.concat(
            spec.toolchain().run().stream().map(arg -> arg.replace(FILE, file)), args.stream())
        .toList();
  }
}
