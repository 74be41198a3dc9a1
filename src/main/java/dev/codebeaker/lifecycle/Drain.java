package dev.codebeaker.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Takes the service out of use without losing work that it can still finish.
 *
 * <p>The steps, each begun when the one before is over: <i>serving</i>; <i>leaving</i> (not ready,
 * still accepting, for as long as a load balancer needs); <i>finishing</i> (new work is refused,
 * what runs goes on, for the grace period at most); <i>cancelling</i> (what still runs is cancelled
 * and its clients are answered); <i>closing</i> (connections, then sandboxes); <i>stopped</i>. A
 * step with nothing to wait for is left at once. A step that fails is logged and does not keep the
 * next from being taken.
 */
public final class Drain implements AutoCloseable {
  /** Where the service is on its way out. */
  public enum Step {
    SERVING,
    LEAVING,
    FINISHING,
    CANCELLING,
    CLOSING,
    STOPPED;

    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** What cancelled executions give as their reason. */
  static final String REASON = "the service is shutting down";

  private static final Logger LOG = Logger.getLogger(Drain.class);
  private static final Duration POLL = Duration.ofMillis(10);

  /** What has just ended is still being answered. */
  private static final Duration SETTLE = Duration.ofMillis(100);

  private final DrainConfig config;
  private final Work work;
  private final List<Connections> connections;
  private final InstantSource clock;
  private final Pause pause;
  private final AtomicReference<Step> step = new AtomicReference<>(Step.SERVING);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean hurried;

  public Drain(DrainConfig config, Work work, List<Connections> connections) {
    this(config, work, connections, InstantSource.system(), Thread::sleep);
  }

  Drain(
      DrainConfig config,
      Work work,
      List<Connections> connections,
      InstantSource clock,
      Pause pause) {
    this.config = config;
    this.work = work;
    this.connections = List.copyOf(connections);
    this.clock = clock;
    this.pause = pause;
  }

  public Step step() {
    return Objects.requireNonNull(step.get());
  }

  public boolean isDraining() {
    return step.get() != Step.SERVING;
  }

  /** Ends all waiting for what runs: it is cancelled now. May be called before {@link #run}. */
  public void hurry() {
    hurried = true;
  }

  /** Takes all steps and returns when the last is done; a second caller waits for the first. */
  public void run() throws InterruptedException {
    if (!step.compareAndSet(Step.SERVING, Step.LEAVING)) {
      stopped.await();
      return;
    }
    try {
      leave();
      finish();
      cancel();
      pause.take(SETTLE);
      closeAll();
    } finally {
      enter(Step.STOPPED);
      stopped.countDown();
    }
  }

  /** Takes what steps are left without waiting for what runs. */
  @Override
  public void close() throws InterruptedException {
    hurry();
    run();
  }

  private void leave() throws InterruptedException {
    LOG.info("Draining: not ready any more");
    Duration remaining = hurried ? Duration.ZERO : config.balancerDelay().plus(config.grace());
    connections.forEach(door -> attempt(() -> door.tellDraining(remaining)));
    await(config.balancerDelay(), () -> hurried);
  }

  private void finish() throws InterruptedException {
    enter(Step.FINISHING);
    attempt(work::refuseNew);
    await(config.grace(), () -> hurried || work.isIdle());
  }

  private void cancel() throws InterruptedException {
    if (work.isIdle()) {
      return;
    }
    enter(Step.CANCELLING);
    attempt(() -> work.cancelAll(REASON));
    await(config.cancelWait(), work::isIdle);
  }

  private void closeAll() {
    enter(Step.CLOSING);
    connections.forEach(door -> attempt(door::closeAll));
    attempt(work::closeAll);
  }

  private void enter(Step next) {
    step.set(next);
    LOG.infof("Draining: %s", next.label());
  }

  private void await(Duration most, BooleanSupplier over) throws InterruptedException {
    Instant deadline = clock.instant().plus(most);
    while (!over.getAsBoolean() && clock.instant().isBefore(deadline)) {
      pause.take(POLL);
    }
  }

  private static void attempt(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException failure) {
      LOG.error("A step of the drain failed; the next is taken all the same", failure);
    }
  }
}
