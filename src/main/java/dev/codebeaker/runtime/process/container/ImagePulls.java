package dev.codebeaker.runtime.process.container;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Brings images to the engine, each on a thread of its own, so many at once and no more. What could
 * not be brought rests before it is tried again, each time longer. Thread safe.
 */
final class ImagePulls implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ImagePulls.class);
  private static final int MOST_UNDER_WAY = 64;
  private static final Duration FIRST_REST = Duration.ofSeconds(30);
  private static final Duration LONGEST_REST = Duration.ofMinutes(10);
  private static final double TOLD_STEP = 0.25;

  /** What is known of one image. */
  sealed interface Pull {
    /**
     * @param progress 0 to 1
     */
    record UnderWay(double progress) implements Pull {}

    /**
     * @param attempts so far
     * @param over when, by {@link System#nanoTime}
     */
    record Failed(PullFailure failure, int attempts, long over) implements Pull {
      boolean isRested() {
        Duration rest = FIRST_REST.multipliedBy(1L << Math.min(attempts - 1, 8));
        long nanos = (rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST).toNanos();
        return System.nanoTime() - over > nanos;
      }
    }

    record Done() implements Pull {}
  }

  private final Supplier<Engine> engine;
  private final Duration limit;
  private final Semaphore turns;
  private final Consumer<String> arrived;
  private final Map<String, Pull> pulls = new ConcurrentHashMap<>();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * @param arrived is told each image that has come
   */
  ImagePulls(ContainerConfig config, Supplier<Engine> engine, Consumer<String> arrived) {
    this.engine = engine;
    this.limit = config.pullTimeout();
    this.turns = new Semaphore(config.maxPulls(), true);
    this.arrived = arrived;
  }

  /** What became of it so far; empty if nobody has asked for it. */
  Optional<Pull> of(String image) {
    return Optional.ofNullable(pulls.get(image));
  }

  /** It was brought and is not there any more. */
  void gone(String image) {
    pulls.computeIfPresent(image, (_, known) -> known instanceof Pull.Done ? null : known);
  }

  /** The same for one that is not there, though it may have been. */
  synchronized Pull again(String image) {
    gone(image);
    return begin(image);
  }

  /** Sees to it that it is brought, unless it was, or has just failed to be. */
  synchronized Pull begin(String image) {
    Pull known = pulls.get(image);
    if (known instanceof Pull.Done
        || known instanceof Pull.UnderWay
        || known instanceof Pull.Failed failed && !failed.isRested()) {
      return known;
    }
    if (closed || threads.size() >= MOST_UNDER_WAY) {
      return new Pull.UnderWay(0);
    }
    int attempts = known instanceof Pull.Failed failed ? failed.attempts() : 0;
    Pull begun = new Pull.UnderWay(0);
    pulls.put(image, begun);
    Thread thread = Thread.ofVirtual().name("pull-" + image).unstarted(() -> run(image, attempts));
    threads.add(thread);
    thread.start();
    return begun;
  }

  private void run(String image, int attempts) {
    try {
      turns.acquire();
      try {
        LOG.logf(level(attempts, Logger.Level.INFO), "Pulling the image %s", image);
        pull(image);
      } finally {
        turns.release();
      }
    } catch (PullFailure failure) {
      LOG.log(level(attempts, Logger.Level.WARN), failure.getMessage());
      pulls.put(image, new Pull.Failed(failure, attempts + 1, System.nanoTime()));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      threads.remove(Thread.currentThread());
    }
  }

  /** What is tried again and again is told once. */
  private static Logger.Level level(int attempts, Logger.Level first) {
    return attempts == 0 ? first : Logger.Level.DEBUG;
  }

  private void pull(String image) throws PullFailure, InterruptedException {
    long begun = System.nanoTime();
    double[] told = {0};
    engine
        .get()
        .pull(
            image,
            limit,
            progress -> {
              // What comes late does not begin it again.
              pulls.computeIfPresent(
                  image,
                  (_, known) ->
                      known instanceof Pull.UnderWay ? new Pull.UnderWay(progress) : known);
              if (progress >= told[0] + TOLD_STEP) {
                told[0] = progress;
                LOG.infof("Pulling the image %s: %d %%", image, Math.round(progress * 100));
              }
            });
    pulls.put(image, new Pull.Done());
    long millis = (System.nanoTime() - begun) / 1_000_000;
    LOG.infof("The image %s was pulled in %d ms", image, millis);
    arrived.accept(image);
  }

  @Override
  public void close() {
    closed = true;
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
