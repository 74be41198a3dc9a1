package dev.codebeaker.runtime.wasm.wasmtime;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Decides when what runs in one instance has to end, and sees to it.
 *
 * <p>A stop is first <i>gentle</i> where the language knows one: its hook is run on the guest's
 * thread, inside an epoch callback or a host function that waits, and again every {@value
 * #REPEAT_MILLIS} ms, because a guest can swallow it. When the grace is over, or the guest has
 * computed too long without noticing, or at once without a hook, it is <i>hard</i>: the next
 * callback ends the call and the instance is dead.
 */
final class StopControl {
  private static final long REPEAT_MILLIS = 50;
  private static final long REPEAT = TimeUnit.MILLISECONDS.toNanos(REPEAT_MILLIS);
  private static final long PROD_AGAIN = TimeUnit.MILLISECONDS.toNanos(1);

  private enum Stage {
    /** No turn is under way. */
    IDLE,
    RUNNING,
    ASKED,
    HARD
  }

  private final NativeEngine engine;
  private final CpuClock clock;
  private volatile Stage stage = Stage.IDLE;
  private volatile boolean delivered;
  private volatile boolean noticed;
  private volatile boolean checkCpu;
  private volatile long repeatAt;
  private @Nullable volatile Thread runner;
  private @Nullable volatile StopCause cause;
  private @Nullable GentleStop gentle;
  private String reason = "";
  private long wallAt;
  private long cpuAt;
  private long hardAt;
  private long grace;
  private long notice;
  private long usedAtDelivery = Watchdog.NEVER; // on the guest's thread only
  private long cpuLimit;

  StopControl(NativeEngine engine, CpuClock clock) {
    this.engine = engine;
    this.clock = clock;
  }

  /** How the guest's language is asked to stop; run on the guest's thread. */
  synchronized void onGentleStop(GentleStop hook) {
    gentle = hook;
  }

  /** On the guest's thread. */
  void begin(Allowance allowance) {
    synchronized (this) {
      requireAlive();
      long now = Watchdog.now();
      stage = Stage.RUNNING;
      cause = null;
      reason = "";
      checkCpu = false;
      runner = Thread.currentThread();
      grace = allowance.patience().grace().toNanos();
      notice = allowance.patience().notice().toNanos();
      wallAt = now + allowance.wall().toNanos();
      cpuLimit = allowance.cpu().toNanos();
      // a thread uses no more processor time than passes on the clock
      cpuAt = cpuLimit < allowance.wall().toNanos() ? now + cpuLimit : Watchdog.NEVER;
    }
    clock.begin();
    engine.watchdog().add(this, Math.min(wallAt, cpuAt));
  }

  void end() {
    engine.watchdog().remove(this);
    clock.end();
    synchronized (this) {
      runner = null;
      if (stage != Stage.HARD) {
        stage = Stage.IDLE;
      }
    }
  }

  /** From any thread: ends the turn under way. Does nothing without one, or when it is ending. */
  void request(StopCause why, String text) {
    synchronized (this) {
      if (stage != Stage.RUNNING) {
        return;
      }
      escalate(why, text);
    }
    engine.watchdog().add(this, Watchdog.now());
  }

  /** From any thread: ends the turn under way hard, or makes the next call end so. */
  void kill(StopCause why, String text) {
    synchronized (this) {
      if (cause == null) {
        cause = why;
        reason = text;
      }
      stage = Stage.HARD;
      prod();
      if (runner == null) {
        return;
      }
    }
    engine.watchdog().add(this, Watchdog.now());
  }

  private void escalate(StopCause why, String text) {
    cause = why;
    reason = text;
    delivered = false;
    noticed = false;
    usedAtDelivery = Watchdog.NEVER;
    hardAt = Watchdog.now() + grace;
    stage = gentle == null || grace == 0 ? Stage.HARD : Stage.ASKED;
    prod();
  }

  private void prod() {
    engine.tick();
    LockSupport.unpark(runner);
  }

  /** On the watchdog's thread: does what is due. Returns when to come again. */
  synchronized long check(long now) {
    return switch (stage) {
      case IDLE -> Watchdog.NEVER;
      case RUNNING -> checkRunning(now);
      case ASKED -> checkAsked(now);
      case HARD -> prodUntilDone(now);
    };
  }

  private long checkRunning(long now) {
    if (now >= wallAt) {
      escalate(StopCause.WALL, "");
      return now + PROD_AGAIN;
    }
    if (now >= cpuAt) {
      checkCpu = true;
      return prodUntilDone(now);
    }
    return Math.min(wallAt, cpuAt);
  }

  private long checkAsked(long now) {
    if (now >= hardAt) {
      stage = Stage.HARD;
      return prodUntilDone(now);
    }
    if (delivered && now < repeatAt) {
      return noticed ? Math.min(hardAt, repeatAt) : prodUntilDone(now);
    }
    delivered = false;
    return Math.min(hardAt, prodUntilDone(now));
  }

  /** A callback that ran just before the flag was set has not seen it: so again, a little later. */
  private long prodUntilDone(long now) {
    prod();
    return now + PROD_AGAIN;
  }

  /** On the guest's thread, in an epoch callback: true to end the call. */
  boolean atEpoch() {
    if (checkCpu) {
      measureCpu();
    }
    if (stage == Stage.ASKED) {
      ask();
      watchNotice();
    }
    return stage == Stage.HARD;
  }

  /**
   * On the guest's thread, in a host function that waits: true to cut the wait short, because the
   * guest has just been asked to stop.
   *
   * @throws GuestStopped to end the call
   */
  boolean interrupted() {
    boolean before = delivered;
    if (atEpoch()) {
      throw stopped();
    }
    return stage == Stage.ASKED && delivered && !before;
  }

  private void ask() {
    GentleStop hook = gentle;
    if (!delivered && hook != null) {
      repeatAt = Watchdog.now() + REPEAT;
      delivered = true;
      hook.ask();
      if (usedAtDelivery == Watchdog.NEVER) {
        usedAtDelivery = clock.used();
      }
    }
  }

  /**
   * In processor time, from the first delivery: a guest that others keep from computing has not had
   * its chance.
   */
  private void watchNotice() {
    GentleStop hook = gentle;
    if (noticed || hook == null) {
      return;
    }
    noticed = hook.isNoticed();
    if (!noticed && clock.used() - usedAtDelivery >= notice) {
      synchronized (this) {
        stage = stage == Stage.ASKED ? Stage.HARD : stage;
      }
    }
  }

  private void measureCpu() {
    long left = cpuLimit - clock.used();
    synchronized (this) {
      checkCpu = false;
      if (left > 0) {
        cpuAt = Watchdog.now() + left;
        return;
      }
    }
    request(StopCause.CPU, "");
  }

  /** Whether a stop was asked for in this turn, or in the last if none is under way. */
  Optional<StopCause> cause() {
    return Optional.ofNullable(cause);
  }

  synchronized String reason() {
    return reason;
  }

  boolean isHard() {
    return stage == Stage.HARD;
  }

  GuestStopped stopped() {
    return new GuestStopped(cause().orElse(StopCause.CANCELLED));
  }

  /** Throws once the instance has been stopped hard. */
  void requireAlive() {
    if (isHard()) {
      throw stopped();
    }
  }

  /** Lets a waiting guest look again. */
  void wake() {
    LockSupport.unpark(runner);
  }
}
