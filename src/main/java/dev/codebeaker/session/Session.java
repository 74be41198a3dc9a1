package dev.codebeaker.session;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.session.SessionView.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One session: a sandbox and the commands for it, which run one after the other in the order in
 * which they were accepted. What blocks does so on a virtual thread, the lane, which lives while it
 * has something to do: code that runs needs none, and code that starts at once begins on the thread
 * that submits it.
 *
 * <p>States: active (nothing runs), busy, closed. Closed is final.
 */
final class Session {
  private static final Logger LOG = Logger.getLogger(Session.class);
  private static final ThreadFactory LANES = Thread.ofVirtual().name("session-lane-", 0).factory();
  private static final long CLOSE_WAIT_SECONDS = 10;

  private final SessionTerms terms;
  private final SessionRules rules;
  private final SessionOpener.Opened opened;
  private final Activity activity;
  private final Consumer<Session> afterLast;
  private final CommandEnds ends;
  private final CompletableFuture<Void> gone = new CompletableFuture<>();

  // guarded by this
  private final WaitingCommands waiting;
  private final Pace pace = new Pace();
  private @Nullable QueuedCommand running;
  private @Nullable Thread lane;
  private boolean occupied;
  private Instant lastUsedAt;
  private @Nullable CloseReason closeReason;
  private boolean ranBefore;

  /**
   * @param afterLast called on the lane when a one-shot's program is over and answered
   */
  Session(
      SessionTerms terms,
      SessionOpener.Opened opened,
      SessionRules rules,
      Activity activity,
      Consumer<Session> afterLast) {
    this.terms = terms;
    this.opened = opened;
    this.rules = rules;
    this.activity = activity;
    this.afterLast = afterLast;
    this.waiting = new WaitingCommands(rules.config());
    this.lastUsedAt = terms.createdAt();
    this.ends = new CommandEnds(terms.id(), this::closing);
  }

  SessionTerms terms() {
    return terms;
  }

  SessionOpener.Opened opened() {
    return opened;
  }

  String runtimeName() {
    return opened.runtime().name();
  }

  /** Puts a command behind the others. Never blocks. */
  QueuedCommand submit(ExecutionId id, Turn turn) {
    QueuedCommand command = new QueuedCommand(id, turn, this);
    boolean atOnce;
    synchronized (this) {
      requireOpen();
      requireShortWait();
      waiting.add(command, running == null);
      activity.begin();
      atOnce = !occupied && turn.isCodeAlone() && opened.sandbox().startsAtOnce();
      if (atOnce) {
        occupied = true;
        running = waiting.poll().orElseThrow();
      } else if (!occupied) {
        occupied = true;
        openLane();
      }
    }
    if (atOnce && isOver(command)) {
      resume();
    }
    return command;
  }

  private void openLane() {
    lane = LANES.newThread(this::runLane);
    lane.start();
  }

  synchronized SessionView view() {
    Instant idleSince = running == null ? lastUsedAt : rules.clock().instant();
    return new SessionView(
        terms.id(),
        closeReason != null ? State.CLOSED : running == null ? State.ACTIVE : State.BUSY,
        terms.language(),
        runtimeName(),
        terms.createdAt(),
        lastUsedAt,
        terms.endWhenIdleSince(idleSince),
        opened.sandbox().contexts(),
        waiting.size(),
        terms.detached());
  }

  /** Why its time is over, if it is. */
  synchronized Optional<CloseReason> expired(Instant now) {
    if (!now.isBefore(terms.endOfLife())) {
      return Optional.of(CloseReason.LIFETIME);
    }
    boolean idle = running == null && waiting.size() == 0;
    return idle && !now.isBefore(lastUsedAt.plus(terms.idleTimeout()))
        ? Optional.of(CloseReason.IDLE)
        : Optional.empty();
  }

  /**
   * The command that input or a signal is for: the one named, else the one that runs or will be the
   * first to.
   */
  synchronized QueuedCommand commandFor(Optional<ExecutionId> id) {
    return accepted().stream()
        .filter(command -> command.turn().isRun())
        .filter(command -> id.isEmpty() || command.id().equals(id.get()))
        .findFirst()
        .orElseThrow(
            () ->
                ServiceException.of(ErrorCode.EXECUTION_NOT_FOUND, "no such execution is running")
                    .field("executionId")
                    .fix("use the executionId of one that runs or waits; it may have ended"));
  }

  /** Stops the one named, or all. */
  int cancel(Optional<ExecutionId> id, String reason) {
    List<QueuedCommand> commands;
    synchronized (this) {
      commands = accepted();
    }
    int stopped = 0;
    for (QueuedCommand command : commands.reversed()) {
      if ((id.isEmpty() || command.id().equals(id.get())) && command.stop(reason)) {
        stopped++;
      }
    }
    return stopped;
  }

  /** Ends it; nothing of it is left on return. A second caller waits for the first. */
  void close(CloseReason reason) {
    boolean first;
    boolean onLane;
    synchronized (this) {
      first = closeReason == null;
      closeReason = first ? reason : closeReason;
      onLane = Thread.currentThread() == lane;
    }
    if (first) {
      end(reason);
    } else if (!onLane) {
      awaitGone();
    }
  }

  private void end(CloseReason reason) {
    try {
      cancel(Optional.empty(), "the session was closed: " + reason.sentence());
      opened.sandbox().close();
      awaitQuiet();
    } finally {
      gone.complete(null);
    }
  }

  /** A command that was cancelled while it waited. */
  synchronized void withdraw(QueuedCommand command) {
    waiting.remove(command);
  }

  /** A command is over, and its result about to be told. */
  void ended(QueuedCommand command) {
    synchronized (this) {
      if (running == command) {
        running = null;
        pace.took(command.turn().took());
      }
      lastUsedAt = rules.clock().instant();
      notifyAll();
    }
    activity.end();
  }

  private List<QueuedCommand> accepted() {
    List<QueuedCommand> commands = new ArrayList<>(waiting.size() + 1);
    if (running != null) {
      commands.add(running);
    }
    commands.addAll(waiting.all());
    return commands;
  }

  private void runLane() {
    Optional<QueuedCommand> next = next();
    while (next.isPresent()) {
      if (!isOver(next.get())) {
        return;
      }
      next = next();
    }
    if (terms.oneShot()) {
      afterLast.accept(this);
    }
  }

  private synchronized Optional<QueuedCommand> next() {
    Optional<QueuedCommand> first = waiting.poll();
    running = first.orElse(null);
    if (first.isEmpty()) {
      lane = null;
      occupied = false;
    }
    return first;
  }

  /**
   * Begins a command. False if it goes on without this thread: its end will {@link #resume} then.
   */
  private boolean isOver(QueuedCommand command) {
    if (!command.begin()) {
      withdrawn(command);
      return true;
    }
    CompletableFuture<CommandResult> result = ends.begin(command);
    if (result.isDone()) {
      ends.tell(command, result);
      return true;
    }
    leaveLane();
    result.whenComplete(
        (_, _) -> {
          ends.tell(command, result);
          resume();
        });
    return false;
  }

  private synchronized void withdrawn(QueuedCommand command) {
    running = running == command ? null : running;
  }

  private synchronized void leaveLane() {
    lane = null;
  }

  /** Goes on behind a command that ended without a lane. */
  private synchronized void resume() {
    if (waiting.size() > 0 || terms.oneShot()) {
      openLane();
    } else {
      occupied = false;
    }
  }

  private synchronized Optional<CloseReason> closing() {
    return Optional.ofNullable(closeReason);
  }

  private void requireOpen() {
    if (closeReason != null) {
      throw SessionRegistry.closed(closeReason);
    }
  }

  private void requireShortWait() {
    int before = waiting.size() + (running == null ? 0 : 1);
    rules.admission().shedder().requireShortWait(runtimeName(), pace.of(before));
  }

  /**
   * The sandbox has ended what ran; this waits until it was told, or a slow sink had its chance.
   */
  private synchronized void awaitQuiet() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_WAIT_SECONDS);
    while (running != null && Thread.currentThread() != lane) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        LOG.warnf("A command of session %s does not end", terms.id());
        return;
      }
      try {
        wait(Math.max(1, left / 1_000_000));
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void awaitGone() {
    try {
      gone.get(2 * CLOSE_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException _) {
      LOG.warnf("Session %s takes long to close", terms.id());
    }
  }

  /** True once: for the first code that runs in it. */
  synchronized boolean isFirstRun() {
    boolean first = !ranBefore;
    ranBefore = true;
    return first;
  }

  Duration lived() {
    return Duration.between(terms.createdAt(), rules.clock().instant());
  }
}
