package dev.codebeaker.runtime.process.container;

import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.process.Supply;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks the engine every few seconds whether it is there, on a thread of its own, and removes the
 * containers that could not be removed while it was not. Thread safe.
 */
final class EngineWatch implements Supply, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(EngineWatch.class);

  private final EngineAddress address;
  private final Supplier<Engine> engine;
  private final Images images;
  private final Duration interval;
  private final Set<String> left = ConcurrentHashMap.newKeySet();
  private final Thread thread;

  // guarded by this
  private boolean seen;
  private boolean answers;
  private @Nullable String outage;

  /**
   * @param engine is made when there is something to ask: its client is slow to load
   */
  EngineWatch(ContainerConfig config, Supplier<Engine> engine) {
    this.address = EngineAddress.of(config);
    this.engine = engine;
    this.images = new Images(config, engine);
    this.interval = config.watchInterval();
    this.thread = Thread.ofVirtual().name("engine-watch").start(this::watch);
  }

  @Override
  public synchronized Optional<String> outage() {
    return Optional.ofNullable(outage);
  }

  @Override
  public Optional<String> refusal(String image) {
    return images.refusal(image);
  }

  @Override
  public void require(String image) throws IOException {
    images.require(image);
  }

  @Override
  public Optional<Availability> lacking(String image) {
    return answers() ? images.lacking(image) : Optional.empty();
  }

  private synchronized boolean answers() {
    return answers;
  }

  @Override
  public void whenArrived(Consumer<String> listener) {
    images.whenArrived(listener);
  }

  @Override
  public synchronized void await() throws InterruptedException {
    while (!seen) {
      wait();
    }
  }

  /** From now on images of the configuration are pulled before anybody asks for them. */
  void pullAhead() {
    images.pullAhead();
  }

  /** Sees to it that the container goes, as soon as the engine does as it is told. */
  void removeLater(String name) {
    left.add(name);
  }

  private void watch() {
    try {
      while (true) {
        look();
        Thread.sleep(interval);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      address.requireFit();
      engine.get().ping();
      images.look();
      there();
      removeLeft();
    } catch (InterruptedIOException closed) {
      Thread.currentThread().interrupt();
    } catch (IOException failure) {
      gone(String.valueOf(failure.getMessage()));
    } catch (RuntimeException unexpected) {
      LOG.error("The container engine could not be looked at", unexpected);
      gone(unexpected.toString());
    }
  }

  /** It is of no use before any image is there. */
  private synchronized void there() {
    answers = true;
    if (!seen && !images.isAnyThere()) {
      outage = "the engine has none of the images of codebeaker.container.images";
      return;
    }
    if (seen && outage != null) {
      LOG.infof("The container engine at %s answers again", address);
    }
    seen = true;
    outage = null;
    notifyAll();
  }

  private synchronized void gone(String why) {
    if (seen && outage == null) {
      LOG.warnf("The container engine is lost: %s", why);
    }
    answers = false;
    outage = why;
    notifyAll();
  }

  private void removeLeft() throws IOException {
    for (String name : left) {
      engine.get().remove(name);
      left.remove(name);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    images.close();
  }
}
