package dev.codebeaker.session;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The commands of a session that wait, bounded in number and bytes. Guarded by the session. */
final class WaitingCommands {
  private final SessionConfig config;
  private final Deque<QueuedCommand> commands = new ArrayDeque<>();
  private long bytes;

  WaitingCommands(SessionConfig config) {
    this.config = config;
  }

  /**
   * @param free whether the first of them is about to run, and so does not really wait
   */
  void add(QueuedCommand command, boolean free) {
    int most = config.maxWaiting() + (free ? 1 : 0);
    long weight = command.turn().bytes();
    if (commands.size() >= most
        || (!commands.isEmpty() && bytes + weight > config.maxWaitingBytes())) {
      throw ServiceException.of(
              ErrorCode.SESSION_QUEUE_FULL,
              commands.size() + " commands with " + bytes + " bytes wait already")
          .fix("wait for results before sending more, or use more sessions");
    }
    commands.add(command);
    bytes += weight;
  }

  Optional<QueuedCommand> poll() {
    Optional<QueuedCommand> first = Optional.ofNullable(commands.poll());
    first.ifPresent(command -> bytes -= command.turn().bytes());
    return first;
  }

  void remove(QueuedCommand command) {
    if (commands.remove(command)) {
      bytes -= command.turn().bytes();
    }
  }

  List<QueuedCommand> all() {
    return List.copyOf(commands);
  }

  int size() {
    return commands.size();
  }
}
