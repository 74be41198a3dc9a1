package dev.codebeaker.benchmarks;

import dev.codebeaker.linux.Poller;
import dev.codebeaker.linux.ProgramStart;
import dev.codebeaker.linux.Spawner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * From the start of /bin/true to the knowledge of its end: the JDK's way and the service's own, in
 * turn, so that all meet the same machine.
 */
public final class SpawnBenchmark {
  private static final int WARM_UP = 300;
  private static final int RUNS = 1000;
  private static final String PROGRAM = "/bin/true";

  private SpawnBenchmark() {}

  /** Takes no arguments. */
  public static void main(String[] arguments) throws Exception {
    double[] jdk = new double[RUNS];
    double[] pooled = new double[RUNS];
    double[] warden = new double[RUNS];
    try (Poller poller = new Poller();
        Spawner spawner = new Spawner(poller, 2)) {
      for (int i = -WARM_UP; i < RUNS; i++) {
        int run = Math.max(0, i);
        jdk[run] = millis(SpawnBenchmark::startWithJdk);
        pooled[run] = millis(() -> spawner.start(program()).exit().join());
        warden[run] = millis(() -> spawner.startConfined(program(), () -> {}).exit().join());
      }
    }
    print("ProcessBuilder", jdk);
    print("Spawner, thread kept for starts", pooled);
    print("Spawner, thread of the program's own", warden);
  }

  private static void startWithJdk() throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(PROGRAM)
            .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.start().waitFor();
  }

  private static ProgramStart program() {
    return ProgramStart.of(List.of(PROGRAM), Map.of(), Path.of("/"), Map.of());
  }

  private static double millis(Samples.Work work) throws Exception {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e6;
  }

  private static void print(String way, double[] millis) {
    double[] sorted = Samples.sorted(millis).millis();
    System.out.printf(
        Locale.ROOT,
        "%-38s p50 %.3f ms, p95 %.3f ms%n",
        way,
        sorted[RUNS / 2],
        sorted[RUNS * 95 / 100]);
  }
}
