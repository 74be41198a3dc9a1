package dev.codebeaker.linux;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * Processes whose own parent has ended, among what this process has started. The first process of a
 * machine or a container would have to wait for them, which some never do, and others when they get
 * to it; until then they count as processes of their user and their group.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/PR_SET_CHILD_SUBREAPER.2const.html">
 *     PR_SET_CHILD_SUBREAPER(2const)</a>
 */
public final class Orphans {
  private static final int SET_CHILD_SUBREAPER = 36;
  private static final int NO_HANG = 1;

  /** They are given to the first thread. */
  private static final Path CHILDREN =
      Path.of("/proc/self/task/" + ProcessHandle.current().pid() + "/children");

  /** From now on they are children of this process. */
  public static void takeIn() throws LinuxFailure {
    Syscall.call(SystemCall.PRCTL, SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  }

  /**
   * Waits for those that have ended. A {@link ChildProcess} is left to who started it.
   *
   * @param own which are meant: none that anybody else has started and waits for
   */
  public static void await(LongPredicate own) {
    try (CallFrame frame = new CallFrame()) {
      MemorySegment status = frame.bytes(Integer.BYTES);
      for (int pid : children()) {
        if (!ChildProcess.isLookedAfter(pid) && own.test(pid)) {
          ProcessCalls.await(frame.errno(), pid, status, NO_HANG, MemorySegment.NULL);
        }
      }
    }
  }

  private static List<Integer> children() {
    try {
      return Arrays.stream(Files.readString(CHILDREN, StandardCharsets.US_ASCII).split(" "))
          .filter(word -> !word.isBlank())
          .map(Integer::valueOf)
          .toList();
    } catch (IOException notOffered) {
      return List.of(); // they stay until the process itself ends
    }
  }

  private Orphans() {}
}
