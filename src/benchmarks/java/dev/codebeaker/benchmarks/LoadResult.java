package dev.codebeaker.benchmarks;

import dev.codebeaker.benchmarks.LoadClients.Answer;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Answers under load, and how long they took, in microseconds. Thread safe. */
final class LoadResult {
  private static final long LONGEST_MICROS = 600_000_000;
  private static final int SHOWN = 3;

  private final Map<Ask, Histogram> good = new EnumMap<>(Ask.class);
  private final Histogram refused = new ConcurrentHistogram(LONGEST_MICROS, 3);
  private final LongAdder failed = new LongAdder();
  private final ConcurrentLinkedQueue<String> reasons = new ConcurrentLinkedQueue<>();
  private final long begun = System.nanoTime();
  private volatile long asked = begun;

  LoadResult() {
    for (Ask ask : Ask.values()) {
      good.put(ask, new ConcurrentHistogram(LONGEST_MICROS, 3));
    }
  }

  /**
   * @param since when it was to be asked: what a late request waited counts too
   */
  void add(Ask ask, Answer answer, long since) {
    long micros = Math.min(LONGEST_MICROS, (System.nanoTime() - since) / 1000);
    switch (answer) {
      case Answer.Good _ -> good.get(ask).recordValue(micros);
      case Answer.Refused _ -> refused.recordValue(micros);
      case Answer.Failed(String why) -> {
        failed.increment();
        if (reasons.size() < SHOWN) {
          reasons.add(why);
        }
      }
    }
  }

  long count() {
    return good.values().stream().mapToLong(Histogram::getTotalCount).sum();
  }

  /** The last was asked now: what is answered later counts as well, and the time does not. */
  void wasLast() {
    asked = System.nanoTime();
  }

  double perSecond() {
    return count() / ((asked - begun) / 1e9);
  }

  double p99(Ask ask) {
    return good.get(ask).getValueAtPercentile(99) / 1000.0;
  }

  String shown(Ask ask) {
    return shown(good.get(ask));
  }

  String refusals() {
    return refused.getTotalCount() + " refused, told after " + shown(refused);
  }

  String failures() {
    return failed.sum() + " failed" + (reasons.isEmpty() ? "" : ": " + List.copyOf(reasons));
  }

  private static String shown(Histogram micros) {
    return String.format(
        Locale.ROOT,
        "%.2f / %.2f ms, at most %.0f",
        micros.getValueAtPercentile(50) / 1000.0,
        micros.getValueAtPercentile(99) / 1000.0,
        micros.getMaxValue() / 1000.0);
  }
}
