package dev.codebeaker.runtime.process.container;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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

  /** Clients may name any number of images; those asked for longest ago are forgotten. */
  static final int MOST_KNOWN = 1000;

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
  private final OwnedThreads threads = new OwnedThreads();

  /** Guarded by this; the one that was asked for longest ago is the first. */
  private final Map<String, Pull> pulls = new LinkedHashMap<>(16, 0.75f, true);

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
  synchronized Optional<Pull> of(String image) {
    return Optional.ofNullable(pulls.get(image));
  }

  /** It was brought and is not there any more. */
  synchronized void gone(String image) {
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
    if (threads.count() >= MOST_UNDER_WAY) {
      return new Pull.UnderWay(0);
    }
    int attempts = known instanceof Pull.Failed failed ? failed.attempts() : 0;
    Pull begun = new Pull.UnderWay(0);
    put(image, begun);
    threads.start("pull-" + image, () -> run(image, attempts));
    return begun;
  }

  private synchronized void put(String image, Pull pull) {
    pulls.put(image, pull);
    if (pulls.size() > MOST_KNOWN) {
      pulls.entrySet().stream()
          .filter(known -> !(known.getValue() instanceof Pull.UnderWay))
          .map(Map.Entry::getKey)
          .findFirst()
          .ifPresent(pulls::remove);
    }
  }

  /** What comes late does not begin it again. */
  private synchronized void progressed(String image, double progress) {
    pulls.computeIfPresent(
        image, (_, known) -> known instanceof Pull.UnderWay ? new Pull.UnderWay(progress) : known);
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
      put(image, new Pull.Failed(failure, attempts + 1, System.nanoTime()));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** What is tried again and again is told once. */
  private static Logger.Level level(int attempts, Logger.Level first) {
    return attempts == 0 ? first : Logger.Level.DEBUG;
  }

  private void pull(String image) throws PullFailure, InterruptedException {
    long begun = System.nanoTime();
    double[] told = {0};
    engine(image)
        .pull(
            image,
            limit,
            progress -> {
              progressed(image, progress);
              if (progress >= told[0] + TOLD_STEP) {
                told[0] = progress;
                LOG.infof("Pulling the image %s: %d %%", image, Math.round(progress * 100));
              }
            });
    put(image, new Pull.Done());
    long millis = (System.nanoTime() - begun) / 1_000_000;
    LOG.infof("The image %s was pulled in %d ms", image, millis);
    arrived.accept(image);
  }

  /** What is wrong with its address may be mended before the next attempt. */
  private Engine engine(String image) throws PullFailure {
    try {
      return engine.get();
    } catch (RuntimeException unfit) {
      throw PullFailure.of(image, String.valueOf(unfit.getMessage()));
    }
  }

  @Override
  public void close() {
    threads.close();
  }
}
