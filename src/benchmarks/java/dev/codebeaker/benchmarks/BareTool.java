package dev.codebeaker.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

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

  private int run() throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.waitFor();
  }
}
