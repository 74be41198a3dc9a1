package dev.codebeaker.runtime.process.container;

import dev.codebeaker.runtime.process.Supply;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks the engine every few seconds whether it is there, on a thread of its own, and removes the
 * containers that could not be removed while it was not. Thread safe.
 */
final class EngineWatch implements Supply, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(EngineWatch.class);

  private static final int MOST_SHOWN = 100;

  private final URI address;
  private final Supplier<Engine> engine;
  private final Collection<String> images;
  private final List<String> allowed;
  private final Duration interval;
  private final Set<String> left = ConcurrentHashMap.newKeySet();
  private final Thread thread;

  // guarded by this
  private boolean seen;
  private @Nullable String outage;

  /**
   * @param engine is made when there is something to ask: its client is slow to load
   * @param images any of which has to be there before the engine is of use
   */
  EngineWatch(ContainerConfig config, Supplier<Engine> engine, Collection<String> images) {
    this.address = config.engine();
    this.engine = engine;
    this.images = images;
    this.allowed = config.allowedImages().orElse(List.of());
    this.interval = config.watchInterval();
    this.thread = Thread.ofVirtual().name("engine-watch").start(this::watch);
  }

  @Override
  public synchronized Optional<String> outage() {
    return Optional.ofNullable(outage);
  }

  @Override
  public Optional<String> refusal(String image) {
    return allowed.stream().anyMatch(pattern -> matches(pattern, image))
        ? Optional.empty()
        : Optional.of("does not allow the image " + shown(image));
  }

  private static boolean matches(String pattern, String image) {
    return pattern.endsWith("*")
        ? image.startsWith(pattern.substring(0, pattern.length() - 1))
        : image.equals(pattern);
  }

  private static String shown(String image) {
    return image.length() > MOST_SHOWN ? image.substring(0, MOST_SHOWN) + "…" : image;
  }

  @Override
  public int leftBehind() {
    return left.size();
  }

  @Override
  public boolean hasImage(String image) throws IOException {
    return engine.get().hasImage(image);
  }

  @Override
  public synchronized void await() throws InterruptedException {
    while (!seen) {
      wait();
    }
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
      requireSocket();
      engine.get().ping();
      requireImage();
      there();
      removeLeft();
    } catch (IOException failure) {
      gone(String.valueOf(failure.getMessage()));
    } catch (RuntimeException unexpected) {
      LOG.error("The container engine could not be looked at", unexpected);
      gone(unexpected.toString());
    }
  }

  /** Most machines have no engine, and need not load the client to find out. */
  private void requireSocket() throws IOException {
    if ("unix".equals(address.getScheme()) && !Files.exists(Path.of(address.getPath()))) {
      throw new IOException("no container engine listens at " + address);
    }
  }

  private void requireImage() throws IOException {
    if (isSeen()) {
      return;
    }
    for (String image : images) {
      if (engine.get().hasImage(image)) {
        return;
      }
    }
    throw new IOException("the engine has none of the images of codebeaker.container.images");
  }

  private synchronized boolean isSeen() {
    return seen;
  }

  private synchronized void there() {
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
  }
}
