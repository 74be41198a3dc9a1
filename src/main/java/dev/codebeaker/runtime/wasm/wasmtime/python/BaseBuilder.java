package dev.codebeaker.runtime.wasm.wasmtime.python;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.language.Ending.How;
import dev.codebeaker.runtime.wasm.wasmtime.Allowance;
import dev.codebeaker.runtime.wasm.wasmtime.Instance;
import dev.codebeaker.runtime.wasm.wasmtime.MemoryImage;
import dev.codebeaker.runtime.wasm.wasmtime.PrivateDirectory;
import dev.codebeaker.runtime.wasm.wasmtime.python.PythonRequest.Mode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Makes bases and keeps them as files, named by all that goes into them: the next start of the
 * service maps what is there. On a thread guests may run on.
 */
final class BaseBuilder {
  private static final Limits LIMITS =
      Limits.of(
          Map.of(
              Limit.WALL, 180_000L,
              Limit.CPU, 180_000L,
              Limit.MEMORY, 1L << 30,
              Limit.STACK, 1L << 20,
              Limit.OUTPUT, 1L << 20,
              Limit.WORKSPACE, 64L << 20,
              Limit.FILES, 1000L,
              Limit.OPEN_FILES, 64L,
              Limit.PROCESSES, 1L));

  /** Run in every base: what executions do all the time has been done once. */
  private static final String[] REHEARSALS = {
    "print('ready')", "raise ValueError('as expected')", "def broken(:", "import asyncio"
  };

  private static final String REHEARSED = "<base>";

  private final Interpreter interpreter;
  private final PrivateDirectory directory;
  private final Path beside;
  private final String made;
  private final String installer = DriverSource.installer();

  /**
   * @param beside where files of a moment go
   * @param made what the interpreter was made from
   */
  BaseBuilder(Interpreter interpreter, PrivateDirectory directory, Path beside, String made) {
    this.interpreter = interpreter;
    this.directory = directory;
    this.beside = beside;
    this.made = made;
  }

  /** The base of a template, from its file if there is one. */
  PythonBase get(String template, String warmUp) throws IOException {
    String file = file(warmUp);
    try {
      Optional<PythonBase> found = find(template, warmUp);
      if (found.isPresent()) {
        return found.get();
      }
    } catch (IOException damaged) {
      // made anew below
    }
    build(template, warmUp, file);
    return open(template, file);
  }

  /** The base of a template where there is a file of it. */
  Optional<PythonBase> find(String template, String warmUp) throws IOException {
    String file = file(warmUp);
    return directory.has(file) ? Optional.of(open(template, file)) : Optional.empty();
  }

  private String file(String warmUp) {
    return Digest.of(made, installer, String.join("\0", REHEARSALS), warmUp) + ".img";
  }

  private PythonBase open(String template, String file) throws IOException {
    PythonBase base = new PythonBase(template, interpreter, MemoryImage.open(directory.file(file)));
    inPlace(
        guest -> {
          learn(base, guest);
          interpreter.watchInterrupt(guest);
        });
    return base;
  }

  private static void learn(PythonBase base, Instance fork) {
    base.image().overlay(fork);
    fork.onOutput((stream, bytes) -> {});
    ask(fork, PythonRequest.of(Mode.PROGRAM, REHEARSED, REHEARSALS[0]));
    base.image().learn(fork);
  }

  private void build(String template, String warmUp, String file) throws IOException {
    inPlace(
        guest -> {
          rehearse(template, warmUp, guest);
          directory.write(file, path -> MemoryImage.save(guest, path));
        });
  }

  private interface Work {
    void with(Instance guest) throws IOException;
  }

  /** Gives an instance with files of its own, which are gone afterwards. */
  private void inPlace(Work work) throws IOException {
    Path place = Files.createTempDirectory(beside, ".building");
    try {
      Path workspace = Files.createDirectory(place.resolve("workspace"));
      Path scratch = Files.createDirectory(place.resolve("tmp"));
      try (Instance guest = interpreter.open(workspace, scratch, LIMITS)) {
        work.with(guest);
      }
    } finally {
      PythonLibrary.deleteTree(place);
    }
  }

  private void rehearse(String template, String warmUp, Instance guest) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    guest.onOutput((stream, bytes) -> output.writeBytes(bytes));
    guest.within(
        Allowance.program(LIMITS), () -> Interpreter.send(guest, installer.getBytes(UTF_8)));
    for (String code : REHEARSALS) {
      ask(guest, PythonRequest.of(Mode.WARM_UP, REHEARSED, code));
    }
    output.reset();
    boolean warm = ask(guest, PythonRequest.of(Mode.WARM_UP, template, warmUp));
    if (!warm || !ask(guest, PythonRequest.of(Mode.SEAL, template, ""))) {
      throw new IllegalStateException(
          "the template " + template + " failed: " + output.toString(UTF_8));
    }
  }

  private static boolean ask(Instance guest, PythonRequest request) {
    PythonAnswer answer = new PythonAnswer(OutputSink.NOWHERE);
    guest.exchange(new byte[0]);
    guest.onControlWrite(answer::frame);
    guest.within(Allowance.program(LIMITS), () -> Interpreter.send(guest, request.encoded()));
    return answer.end().filter(end -> end.how() == How.EXIT && end.code() == 0).isPresent();
  }
}
