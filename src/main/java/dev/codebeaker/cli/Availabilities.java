package dev.codebeaker.cli;

import dev.codebeaker.execution.Language;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.ExecutionRuntime;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/** Whether a language can be served, by whichever runtime does it best. */
final class Availabilities {
  private static final double NEARLY = 0.9;
  private static final Duration MOMENT = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private Availabilities() {}

  /** Whether it is not worth a word, since it is over before one has read it. */
  static boolean isNearlyThere(Availability availability) {
    return availability instanceof Availability.Preparing preparing
        && preparing.progress() >= NEARLY;
  }

  /** Waits a moment for what is nearly there: a service that has just started says so of itself. */
  static void settle(Service service) throws InterruptedException {
    long end = System.nanoTime() + MOMENT.toNanos();
    while (System.nanoTime() < end
        && service.runtimes().stream()
            .flatMap(it -> it.capabilities().languages().stream().map(it::availability))
            .anyMatch(Availabilities::isNearlyThere)) {
      Thread.sleep(PAUSE);
    }
  }

  /** The runtimes that claim a language. */
  static List<ExecutionRuntime> runtimes(Service service, Language language) {
    return service.runtimes().stream()
        .filter(runtime -> runtime.capabilities().languages().contains(language))
        .toList();
  }

  static Availability best(Service service, Language language) {
    return runtimes(service, language).stream()
        .map(runtime -> runtime.availability(language))
        .min(Comparator.comparingInt(Availabilities::rank))
        .orElseGet(() -> new Availability.Unavailable("no runtime runs it", "codebeaker runtimes"));
  }

  static String label(Availability availability) {
    return switch (availability) {
      case Availability.Available _ -> "available";
      case Availability.Preparing _ -> "preparing";
      case Availability.Unavailable _ -> "unavailable";
    };
  }

  /** What there is to know about it, for people. */
  static String detail(Availability availability) {
    return switch (availability) {
      case Availability.Available available -> available.version();
      case Availability.Preparing preparing ->
          preparing.activity() + " " + Math.round(100 * preparing.progress()) + " %";
      case Availability.Unavailable unavailable ->
          unavailable.reason() + " - " + unavailable.remedy();
    };
  }

  private static int rank(Availability availability) {
    return switch (availability) {
      case Availability.Available _ -> 0;
      case Availability.Preparing _ -> 1;
      case Availability.Unavailable _ -> 2;
    };
  }
}
