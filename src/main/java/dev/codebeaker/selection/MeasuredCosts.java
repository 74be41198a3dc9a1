package dev.codebeaker.selection;

import dev.codebeaker.execution.Language;
import dev.codebeaker.runtime.ExecutionRuntime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What runtimes cost on this host: begins with what they declare, follows what is measured, and
 * goes back to what is declared where nothing is any more. Thread safe.
 *
 * <p>Guests are hostile, so there are two rules. What holds a guest's own share (the time to its
 * first output, its memory) falls fast and rises slowly: the estimate settles near the cheapest
 * tenth, which is the runtime's own cost, and a few slow programs do not make a runtime look bad.
 * What no guest can influence (how long opening takes) follows in both directions at once; what it
 * is above its own usual is the delay, and goes within minutes when the load is gone.
 */
public final class MeasuredCosts {
  private static final double FALL = 0.2;
  private static final double RISE = 0.02;
  private static final double FOLLOW = 0.3;
  private static final Duration HALF_LIFE = Duration.ofHours(1);
  private static final Duration DELAY_HALF_LIFE = Duration.ofSeconds(30);

  /** Below that, differences are those of the measuring. */
  private static final double LEAST_NANOS = 10_000;

  private record Key(String runtime, Language language) {}

  private final ConcurrentHashMap<Key, Cost> costs = new ConcurrentHashMap<>();
  private final InstantSource clock;

  public MeasuredCosts(InstantSource clock) {
    this.clock = clock;
  }

  /** Takes in how long it took to open a sandbox, whatever was waited for. */
  public void openingTook(ExecutionRuntime runtime, Language language, Duration measured) {
    cost(runtime, language).opening(nanos(measured), clock.millis());
  }

  /** A sandbox was waited for in vain: with longer waiting, opening would have taken longer. */
  public void openingWaited(ExecutionRuntime runtime, Language language, Duration waited) {
    cost(runtime, language).openingAtLeast(nanos(waited), clock.millis());
  }

  /** Takes in the time from opening a sandbox to the first output of the first program in it. */
  public void startupTook(ExecutionRuntime runtime, Language language, Duration measured) {
    cost(runtime, language).startup(nanos(measured), clock.millis());
  }

  /** Takes in the memory that one execution cost the host at most. */
  public void memoryTook(ExecutionRuntime runtime, Language language, long bytes) {
    cost(runtime, language).memory(log(bytes), clock.millis());
  }

  public RuntimeCost of(ExecutionRuntime runtime, Language language) {
    return cost(runtime, language).now(clock.millis());
  }

  private Cost cost(ExecutionRuntime runtime, Language language) {
    Key key = new Key(runtime.name(), language);
    Cost known = costs.get(key);
    return known != null
        ? known
        : costs.computeIfAbsent(key, _ -> new Cost(runtime, clock.millis()));
  }

  private static double nanos(Duration time) {
    return Math.log(Math.max(LEAST_NANOS, time.toNanos()));
  }

  private static double log(long bytes) {
    return Math.log(Math.max(1, bytes));
  }

  /** All in logarithms of nanoseconds and bytes. */
  private static final class Cost {
    private final double declaredStartup;
    private final double declaredMemory;
    private final Estimate startup;
    private final Estimate usualOpening;
    private final Estimate opening;
    private final Estimate memory;
    private long openings;
    private long starts;
    private long executions;

    Cost(ExecutionRuntime runtime, long now) {
      this.declaredStartup = nanos(runtime.capabilities().startup());
      this.declaredMemory = log(runtime.capabilities().memoryOverheadBytes());
      this.startup = new Estimate(FALL, RISE, HALF_LIFE, declaredStartup, now);
      this.usualOpening = new Estimate(FALL, RISE, HALF_LIFE, declaredStartup, now);
      this.opening = new Estimate(FOLLOW, FOLLOW, DELAY_HALF_LIFE, declaredStartup, now);
      this.memory = new Estimate(FALL, RISE, HALF_LIFE, declaredMemory, now);
    }

    synchronized void opening(double nanos, long now) {
      opening.take(nanos, usualOpening.at(declaredStartup, now), now);
      usualOpening.take(nanos, declaredStartup, now);
      openings++;
    }

    synchronized void openingAtLeast(double nanos, long now) {
      if (nanos > opening.at(usualOpening.at(declaredStartup, now), now)) {
        opening(nanos, now);
      }
    }

    synchronized void startup(double nanos, long now) {
      startup.take(nanos, declaredStartup, now);
      starts++;
    }

    synchronized void memory(double bytes, long now) {
      memory.take(bytes, declaredMemory, now);
      executions++;
    }

    synchronized RuntimeCost now(long now) {
      double usual = usualOpening.at(declaredStartup, now);
      double delay = Math.max(0, Math.exp(opening.at(usual, now)) - Math.exp(usual));
      double start = Math.exp(startup.at(declaredStartup, now));
      return new RuntimeCost(
          Duration.ofNanos(Math.round(start + delay)),
          Duration.ofNanos(Math.round(delay)),
          Math.round(Math.exp(memory.at(declaredMemory, now))),
          openings,
          starts,
          executions);
    }
  }
}
