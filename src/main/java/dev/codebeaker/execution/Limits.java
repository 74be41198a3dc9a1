package dev.codebeaker.execution;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** The limits of one execution: a positive value for each {@link Limit}. Immutable. */
public final class Limits {
  private final EnumMap<Limit, Long> values;

  private Limits(EnumMap<Limit, Long> values) {
    this.values = values;
  }

  /**
   * @throws IllegalArgumentException if a limit is missing or not positive
   */
  public static Limits of(Map<Limit, Long> values) {
    EnumMap<Limit, Long> copy = new EnumMap<>(values);
    for (Limit limit : Limit.values()) {
      Long value = copy.get(limit);
      if (value == null || value <= 0) {
        throw new IllegalArgumentException(limit.key() + " must be a positive number");
      }
    }
    return new Limits(copy);
  }

  /** These limits with some of them replaced. */
  public Limits with(Map<Limit, Long> replaced) {
    EnumMap<Limit, Long> copy = new EnumMap<>(values);
    copy.putAll(replaced);
    return of(copy);
  }

  public long get(Limit limit) {
    return java.util.Objects.requireNonNull(values.get(limit));
  }

  public Duration wall() {
    return Duration.ofMillis(get(Limit.WALL));
  }

  public Duration cpu() {
    return Duration.ofMillis(get(Limit.CPU));
  }

  public long memoryBytes() {
    return get(Limit.MEMORY);
  }

  public long outputBytes() {
    return get(Limit.OUTPUT);
  }

  public long workspaceBytes() {
    return get(Limit.WORKSPACE);
  }

  public int files() {
    return Math.toIntExact(get(Limit.FILES));
  }

  public int openFiles() {
    return Math.toIntExact(get(Limit.OPEN_FILES));
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
