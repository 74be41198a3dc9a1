package dev.codebeaker.selection;

import dev.codebeaker.execution.Language;
import dev.codebeaker.runtime.ExecutionRuntime;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What runtimes cost on this host: begins with what they declare and follows what is measured.
 * Thread safe.
 *
 * <p>What is measured holds the guest's own share too, and guests are hostile. So an estimate falls
 * fast and rises slowly: it settles near the cheapest tenth, which is the runtime's own cost, and a
 * few slow programs do not make a runtime look bad.
 */
public final class MeasuredCosts {
  private static final double FALL = 0.2;
  private static final double RISE = 0.02;

  private record Key(String runtime, Language language) {}

  private static final class Cost {
    private double startupNanos;
    private double memoryBytes;

    Cost(ExecutionRuntime runtime) {
      this.startupNanos = runtime.capabilities().startup().toNanos();
      this.memoryBytes = runtime.capabilities().memoryOverheadBytes();
    }

    synchronized void startup(long nanos) {
      startupNanos = towards(startupNanos, nanos);
    }

    synchronized void memory(long bytes) {
      memoryBytes = towards(memoryBytes, bytes);
    }

    synchronized Duration startup() {
      return Duration.ofNanos((long) startupNanos);
    }

    synchronized long memory() {
      return (long) memoryBytes;
    }

    private static double towards(double estimate, double measured) {
      return estimate + (measured - estimate) * (measured < estimate ? FALL : RISE);
    }
  }

  private final ConcurrentHashMap<Key, Cost> costs = new ConcurrentHashMap<>();

  /** Takes in the time from opening a sandbox to the first output of the first program in it. */
  public void startupTook(ExecutionRuntime runtime, Language language, Duration measured) {
    cost(runtime, language).startup(measured.toNanos());
  }

  /** Takes in the peak memory of one execution. */
  public void memoryTook(ExecutionRuntime runtime, Language language, long bytes) {
    cost(runtime, language).memory(bytes);
  }

  public Duration startup(ExecutionRuntime runtime, Language language) {
    return cost(runtime, language).startup();
  }

  public long memoryBytes(ExecutionRuntime runtime, Language language) {
    return cost(runtime, language).memory();
  }

  private Cost cost(ExecutionRuntime runtime, Language language) {
    return costs.computeIfAbsent(new Key(runtime.name(), language), _ -> new Cost(runtime));
  }
}
