package dev.codebeaker.selection;

import dev.codebeaker.execution.Language;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.selection.Rejection.Obstacle;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives a runtime a rest that failed to open a sandbox several times in a row. When the rest is
 * over, the first session that tries it is the probe: it rests on for the others until the probe
 * has succeeded. Counted by runtime and language; remembers no more failures than it takes. Thread
 * safe.
 */
public final class OpeningFailures {
  private record Key(String runtime, Language language) {}

  private final ConcurrentHashMap<Key, Series> failing = new ConcurrentHashMap<>();
  private final SelectionConfig.Rest config;
  private final InstantSource clock;

  /**
   * @throws IllegalArgumentException if a setting is not positive
   */
  public OpeningFailures(SelectionConfig.Rest config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
    require(config.afterFailures() >= 1, "after-failures");
    require(config.within().isPositive(), "within");
    require(config.lasts().isPositive(), "lasts");
  }

  /** A sandbox could not be opened, and nobody but the runtime is to blame. */
  public void failed(ExecutionRuntime runtime, Language language) {
    failing.computeIfAbsent(key(runtime, language), _ -> new Series()).add(clock.instant());
  }

  public void succeeded(ExecutionRuntime runtime, Language language) {
    if (!failing.isEmpty()) {
      failing.remove(key(runtime, language));
    }
  }

  /** A session is about to try it. */
  public void trying(ExecutionRuntime runtime, Language language) {
    if (!failing.isEmpty()) {
      Series series = failing.get(key(runtime, language));
      if (series != null) {
        series.trying(clock.instant());
      }
    }
  }

  /** In how many languages it rests now. */
  public long resting(ExecutionRuntime runtime) {
    return runtime.capabilities().languages().stream()
        .filter(language -> check(runtime, language).isPresent())
        .count();
  }

  /** Whether it rests, as a reason not to choose it. */
  Optional<Rejection> check(ExecutionRuntime runtime, Language language) {
    if (failing.isEmpty()) {
      return Optional.empty();
    }
    return Optional.ofNullable(failing.get(key(runtime, language)))
        .flatMap(series -> series.restLeft(clock.instant()))
        .map(left -> rejection(runtime, left));
  }

  private Rejection rejection(ExecutionRuntime runtime, Duration left) {
    long seconds = Math.max(1, left.plusMillis(999).toSeconds());
    return new Rejection(
        runtime.name(),
        Obstacle.UNAVAILABLE,
        "failed to open a sandbox " + config.afterFailures() + " times in a row, and rests",
        "try again in " + seconds + " s; the service's log says why it failed");
  }

  private static Key key(ExecutionRuntime runtime, Language language) {
    return new Key(runtime.name(), language);
  }

  private static void require(boolean right, String key) {
    if (!right) {
      throw new IllegalArgumentException("codebeaker.selection.rest." + key + " must be positive");
    }
  }

  /** The last failures in a row. */
  private final class Series {
    private final Deque<Instant> last = new ArrayDeque<>();
    private Instant restUntil = Instant.MIN;

    synchronized void add(Instant now) {
      last.addLast(now);
      if (last.size() > config.afterFailures()) {
        last.removeFirst();
      }
      boolean probeFailed = restUntil.isAfter(Instant.MIN);
      if (probeFailed || isTooMany(now)) {
        restUntil = now.plus(config.lasts());
      }
    }

    synchronized void trying(Instant now) {
      if (restUntil.isAfter(Instant.MIN) && !now.isBefore(restUntil)) {
        restUntil = now.plus(config.lasts());
      }
    }

    synchronized Optional<Duration> restLeft(Instant now) {
      return now.isBefore(restUntil)
          ? Optional.of(Duration.between(now, restUntil))
          : Optional.empty();
    }

    private boolean isTooMany(Instant now) {
      return last.size() == config.afterFailures()
          && !last.getFirst().isBefore(now.minus(config.within()));
    }
  }
}
