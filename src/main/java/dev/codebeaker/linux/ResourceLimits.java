package dev.codebeaker.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.Map;

/**
 * What one process, and each of those it starts, may use. The soft and the hard limit are set
 * alike, so that only a superuser could raise one again.
 */
public final class ResourceLimits {
  private static final int BYTES = 16;

  /** What can be limited; PROCESSES counts those of the user, not those of the program. */
  public enum Resource {
    CPU_SECONDS(0),
    FILE_BYTES(1),
    DATA_BYTES(2),
    STACK_BYTES(3),
    CORE_BYTES(4),
    PROCESSES(6),
    OPEN_FILES(7),
    LOCKED_BYTES(8);

    private final int number;

    Resource(int number) {
      this.number = number;
    }
  }

  private final Map<Resource, Long> limits;

  public ResourceLimits(Map<Resource, Long> limits) {
    this.limits = new EnumMap<>(Resource.class);
    this.limits.putAll(limits);
    limits.forEach(
        (resource, limit) -> {
          if (limit < 0) {
            throw new IllegalArgumentException(resource + " must be 0 or more, not " + limit);
          }
        });
  }

  /**
   * Sets them on a running process; those it has already started keep theirs. The program must have
   * given a sign of life before: when a start returns, the kernel may not have set the stack's
   * limit yet, and would set it after this.
   *
   * @throws LinuxFailure EPERM if one would be raised, or it is another user's process
   */
  public void apply(ChildProcess process) throws IOException {
    try (CallFrame frame = new CallFrame()) {
      for (Map.Entry<Resource, Long> limit : limits.entrySet()) {
        MemorySegment pair = frame.bytes(BYTES);
        pair.setAtIndex(JAVA_LONG, 0, limit.getValue());
        pair.setAtIndex(JAVA_LONG, 1, limit.getValue());
        int resource = limit.getKey().number;
        frame.checked(
            ProcessCalls.limit(frame.errno(), process.pid(), resource, pair, MemorySegment.NULL),
            "limit " + limit.getKey() + " of process " + process.pid());
      }
    }
  }
}
