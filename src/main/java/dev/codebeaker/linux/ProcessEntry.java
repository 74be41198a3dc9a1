package dev.codebeaker.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process as /proc shows it.
 *
 * @param startTime in ticks since the machine started: with the pid it names one process for ever
 */
public record ProcessEntry(int pid, long startTime) {
  // Counted from the field behind the name: see proc_pid_stat(5).
  private static final int START_TIME = 19;

  /** Empty if there is none, or no longer. */
  public static Optional<ProcessEntry> of(int pid) throws IOException {
    try {
      Path file = Path.of("/proc", Integer.toString(pid), "stat");
      return Optional.of(parse(pid, Files.readString(file, StandardCharsets.ISO_8859_1)));
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    } catch (IOException failure) {
      if (Files.exists(Path.of("/proc", Integer.toString(pid)))) {
        throw failure;
      }
      return Optional.empty();
    }
  }

  /** The name may contain anything, parentheses and spaces too; nothing behind it does. */
  private static ProcessEntry parse(int pid, String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return new ProcessEntry(pid, Long.parseLong(fields[START_TIME]));
  }

  private boolean isSameAs(ProcessEntry other) {
    return pid == other.pid && startTime == other.startTime;
  }

  /** Does nothing if the pid has become another's, or nobody's. */
  public void signal(int number) throws IOException {
    try (CallFrame frame = new CallFrame()) {
      int descriptor = ThreadCall.PIDFD_OPEN.call(frame, pid, 0, 0);
      try {
        // What the descriptor stands for can not change any more, so this is asked after it.
        if (of(pid).filter(this::isSameAs).isPresent()) {
          ThreadCall.PIDFD_SEND_SIGNAL.call(frame, descriptor, number, 0);
        }
      } finally {
        FileCalls.close(frame.errno(), descriptor);
      }
    } catch (LinuxFailure failure) {
      if (failure.errno() != LinuxFailure.ESRCH) {
        throw failure;
      }
    }
  }
}
