package dev.codebeaker.admission;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
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
 * of that is done. Each runtime is counted by itself. Thread safe, and never blocks.
 */
public final class LoadShedder {
  /** Short programs are over by then, where the machine keeps up. */
  private static final long MOMENT_NANOS = Duration.ofMillis(250).toNanos();

  /** And by then where it does not. */
  private static final long LONG_MOMENT_NANOS = Duration.ofSeconds(5).toNanos();

  private final int most;
  private final long patienceNanos;
  private final LongSupplier nanos;
  private final Map<String, Load> loads = new ConcurrentHashMap<>();

  /**
   * @param processors of the machine
   * @param nanos a clock like {@link System#nanoTime}
   */
  public LoadShedder(AdmissionConfig config, int processors, LongSupplier nanos) {
    this.most = Math.multiplyExact(config.maxBegunPerProcessor(), processors);
    this.patienceNanos = config.burst().toNanos();
    this.nanos = nanos;
  }

  /**
   * Makes sure that a runtime may be given more work.
   *
   * @throws ServiceException {@code OVERLOADED}
   */
  public void require(String runtime) {
    load(runtime).require(runtime);
  }

  /** A sandbox begins to be opened; to be closed when it is open. */
  public Begun opening(String runtime) {
    return load(runtime).begin(false);
  }

  /** Code begins to run; to be closed when it has ended. */
  public Begun running(String runtime) {
    return load(runtime).begin(true);
  }

  private Load load(String runtime) {
    return loads.computeIfAbsent(runtime, _ -> new Load());
  }

  /** Work that has begun. */
  public interface Begun extends AutoCloseable {
    @Override
    void close();
  }

  /** What one runtime has to do. */
  private final class Load {
    // guarded by this
    private final Deque<Work> young = new ArrayDeque<>();
    private int count;
    private boolean crowded;
    private long crowdedSince;

    synchronized void require(String runtime) {
      long now = nanos.getAsLong();
      forgetOld(now);
      crowded &= count >= most / 2;
      if (count < most) {
        return;
      }
      if (!crowded) {
        crowded = true;
        crowdedSince = now;
      } else if (now - crowdedSince >= patienceNanos) {
        throw ServiceException.of(
                ErrorCode.OVERLOADED, runtime + " has begun " + count + " things that are not done")
            .fix("try again in a moment, or use more replicas of the service");
      }
    }

    synchronized Work begin(boolean code) {
      Work work = new Work(this, nanos.getAsLong());
      count++;
      if (code) {
        forgetOld(work.since);
        young.add(work);
      }
      return work;
    }

    private synchronized void end(Work work) {
      if (!work.counted) {
        return;
      }
      work.counted = false;
      count--;
    }

    /** Also those that have ended, which are no longer counted. */
    private void forgetOld(long now) {
      long moment = crowded ? LONG_MOMENT_NANOS : MOMENT_NANOS;
      while (!young.isEmpty() && (!young.peek().counted || now - young.peek().since >= moment)) {
        end(young.remove());
      }
    }
  }

  private static final class Work implements Begun {
    private final Load load;
    private final long since;
    // guarded by load
    private boolean counted = true;

    Work(Load load, long since) {
      this.load = load;
      this.since = since;
    }

    @Override
    public void close() {
      load.end(this);
    }
  }
}
