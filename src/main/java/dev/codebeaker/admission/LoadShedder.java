package dev.codebeaker.admission;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Refuses new work while more is being begun than the machine keeps up with, so that what was
 * accepted still ends in good time. What counts is begun work: a sandbox that is being opened, and
 * code in its first moments. Code that has run for a while waits for something, or is limited by
 * its own time, and may be any number.
 *
 * <p>A burst is no overload: it is when there has been too much for some time. It is over when half
 * of that is done. Each runtime is counted by itself, and only owners are refused who have begun
 * their share of that. Thread safe, and never blocks.
 */
public final class LoadShedder {
  /** Short programs are over by then, where the machine keeps up. */
  private static final long MOMENT_NANOS = Duration.ofMillis(250).toNanos();

  /** And by then where it does not. */
  private static final long LONG_MOMENT_NANOS = Duration.ofSeconds(5).toNanos();

  /** With so many begun things for each processor, none of them has it for itself. */
  private static final int BUSY_PER_PROCESSOR = 4;

  private final int most;
  private final int busy;
  private final Duration longestWait;
  private final long patienceNanos;
  private final LongSupplier nanos;
  private final Map<String, Load> loads = new ConcurrentHashMap<>();

  /**
   * @param processors that it may use
   * @param nanos a clock like {@link System#nanoTime}
   * @throws IllegalArgumentException if nothing could be begun
   */
  public LoadShedder(AdmissionConfig config, int processors, LongSupplier nanos) {
    if (config.maxBegunPerProcessor() < 1) {
      throw new IllegalArgumentException(
          "codebeaker.admission.max-begun-per-processor must be 1 or more");
    }
    if (processors < 1) {
      throw new IllegalArgumentException("codebeaker.admission.processors must be 1 or more");
    }
    this.most = Math.multiplyExact(config.maxBegunPerProcessor(), processors);
    this.busy = Math.multiplyExact(BUSY_PER_PROCESSOR, processors);
    this.longestWait = config.maxWait();
    this.patienceNanos = config.burst().toNanos();
    this.nanos = nanos;
  }

  /**
   * Makes sure that a runtime may be given more work of this owner.
   *
   * @throws ServiceException {@code OVERLOADED}
   */
  public void require(String runtime, Owner owner) {
    load(runtime).require(runtime, owner);
  }

  /**
   * Makes sure that a command is not put behind others for long while the runtime is busy. Where it
   * is not, what waits for the session's own long programs costs nobody anything.
   *
   * @param wait how long those before it will take
   * @throws ServiceException {@code OVERLOADED}
   */
  public void requireShortWait(String runtime, Duration wait) {
    if (wait.compareTo(longestWait) > 0 && load(runtime).isBusy()) {
      throw overloaded("what the session has waiting takes " + wait.toMillis() + " ms already");
    }
  }

  private static ServiceException overloaded(String why) {
    return ServiceException.of(ErrorCode.OVERLOADED, why)
        .fix("try again in a moment, or use more replicas of the service");
  }

  /** A sandbox begins to be opened; to be closed when it is open. */
  public Begun opening(String runtime, Owner owner) {
    return load(runtime).begin(owner, false);
  }

  /** Code begins to run; to be closed when it has ended. */
  public Begun running(String runtime, Owner owner) {
    return load(runtime).begin(owner, true);
  }

  private Load load(String runtime) {
    return loads.computeIfAbsent(runtime, _ -> new Load());
  }

  /** What one runtime has to do. */
  private final class Load {
    // guarded by this
    private final Deque<Begun> young = new ArrayDeque<>();
    private final Map<Owner, Integer> counts = new HashMap<>();
    private int count;
    private boolean crowded;
    private long crowdedSince;

    synchronized void require(String runtime, Owner owner) {
      long now = nanos.getAsLong();
      forgetOld(now);
      crowded &= count > most / 2;
      if (count < most) {
        return;
      }
      if (!crowded) {
        crowded = true;
        crowdedSince = now;
      } else if (now - crowdedSince >= patienceNanos && hasItsShare(owner)) {
        throw overloaded(runtime + " has begun " + count + " things that are not done");
      }
    }

    synchronized boolean isBusy() {
      forgetOld(nanos.getAsLong());
      return count >= busy;
    }

    private boolean hasItsShare(Owner owner) {
      int owners = counts.size() + (counts.containsKey(owner) ? 0 : 1);
      return counts.getOrDefault(owner, 0) >= Math.max(1, most / owners);
    }

    synchronized Begun begin(Owner owner, boolean code) {
      Begun work = new Begun(this, owner, nanos.getAsLong());
      count++;
      counts.merge(owner, 1, Integer::sum);
      if (code) {
        forgetOld(work.since);
        young.add(work);
      }
      return work;
    }

    private synchronized void end(Begun work) {
      if (!work.counted) {
        return;
      }
      work.counted = false;
      count--;
      counts.computeIfPresent(work.owner, (_, own) -> own == 1 ? null : own - 1);
    }

    /** Also those that have ended, which are no longer counted. */
    private void forgetOld(long now) {
      long moment = crowded ? LONG_MOMENT_NANOS : MOMENT_NANOS;
      while (!young.isEmpty() && (!young.peek().counted || now - young.peek().since >= moment)) {
        end(young.remove());
      }
    }
  }

  /** Work that has begun, and counts until it is closed or has grown old. Thread safe. */
  public static final class Begun implements AutoCloseable {
    private final Load load;
    private final Owner owner;
    private final long since;
    // guarded by load
    private boolean counted = true;

    private Begun(Load load, Owner owner, long since) {
      this.load = load;
      this.owner = owner;
      this.since = since;
    }

    @Override
    public void close() {
      load.end(this);
    }
  }
}
