package dev.codebeaker.runtime.contract;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Limits;
import java.util.EnumMap;
import java.util.Map;

/** Limits wide enough for any program that means well. */
public final class TestLimits {
  public static final Limits DEFAULTS = Limits.of(values());

  private TestLimits() {}

  private static Map<Limit, Long> values() {
    Map<Limit, Long> values = new EnumMap<>(Limit.class);
    values.put(Limit.WALL, 30_000L);
    values.put(Limit.CPU, 30_000L);
    values.put(Limit.MEMORY, 512L << 20);
    values.put(Limit.STACK, 1L << 20);
    values.put(Limit.OUTPUT, 8L << 20);
    values.put(Limit.WORKSPACE, 64L << 20);
    values.put(Limit.FILES, 1_000L);
    values.put(Limit.OPEN_FILES, 256L);
    values.put(Limit.PROCESSES, 128L);
    return values;
  }
}
