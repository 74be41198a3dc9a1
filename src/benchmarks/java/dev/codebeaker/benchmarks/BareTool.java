package dev.codebeaker.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;

/** A tool of this machine, run from start to exit without any sandbox. */
record BareTool(String name, List<String> command) {
  static final BareTool PYTHON =
      new BareTool("python3", List.of("/usr/bin/python3", "-c", "print('hello')"));
  static final BareTool PANDAS =
      new BareTool(
          "python3 with pandas",
          List.of(
              System.getProperty("bare.pandas", "/usr/bin/python3"),
              "-c",
              "import pandas; print(pandas.DataFrame({'a': [1, 2, 39]}).a.sum())"));
  static final BareTool BUN =
      new BareTool(
          "bun", List.of(System.getProperty("bare.bun", "bun"), "-e", "console.log('hello')"));

  static final BareTool TRUE = new BareTool("true", List.of("/bin/true"));

  /** A tool that runs a file; where it is, is said by {@code bare.<name>}. */
  static BareTool onFile(String name, String file, String text, String... command) {
    try {
      Path directory = Files.createTempDirectory("codebeaker-bare");
      Path program = Files.writeString(directory.resolve(file), text);
      List<String> line = new ArrayList<>(List.of(command));
      line.set(0, System.getProperty("bare." + name, name));
      line.add(program.toString());
      return new BareTool(name, List.copyOf(line));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Empty where the tool is not there. */
  Optional<Samples> measure(int count) throws Exception {
    try {
      if (run() != 0) {
        return Optional.empty();
      }
    } catch (IOException absent) {
      return Optional.empty();
    }
    return Optional.of(Samples.of(3, count, this::run));
  }

  /** How many runs a second so many threads get done; empty where the tool is not there. */
  OptionalDouble perSecond(int at, long forMillis) throws InterruptedException {
    AtomicInteger done = new AtomicInteger();
    long begun = System.nanoTime();
    long end = begun + forMillis * 1_000_000;
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < at; i++) {
      threads.add(Thread.ofPlatform().start(() -> runUntil(end, done)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return done.get() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(done.get() / ((System.nanoTime() - begun) / 1e9));
  }

  private void runUntil(long end, AtomicInteger done) {
    try {
      while (System.nanoTime() < end && run() == 0) {
        done.incrementAndGet();
      }
    } catch (IOException | InterruptedException absent) {
      // Then it has done none.
    }
  }

  private int run() throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.waitFor();
  }
}
