package dev.codebeaker.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/** Durations of one kind of work, in milliseconds, sorted. */
record Samples(double[] millis) {
  /** Work whose duration is measured. */
  interface Work {
    void run() throws Exception;
  }

  static Samples of(int warmUp, int count, Work work) throws Exception {
    for (int i = 0; i < warmUp; i++) {
      work.run();
    }
    double[] millis = new double[count];
    for (int i = 0; i < count; i++) {
      long start = System.nanoTime();
      work.run();
      millis[i] = (System.nanoTime() - start) / 1e6;
    }
    return sorted(millis);
  }

  static Samples sorted(double[] millis) {
    double[] copy = millis.clone();
    Arrays.sort(copy);
    return new Samples(copy);
  }

  double p50() {
    return millis[millis.length / 2];
  }

  double p99() {
    return millis[Math.min(millis.length - 1, millis.length * 99 / 100)];
  }

  String shown() {
    return String.format(Locale.ROOT, "%.2f / %.2f ms", p50(), p99());
  }
}
