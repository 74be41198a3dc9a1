package dev.codebeaker.runtime.process.container;

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
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks the engine every few seconds whether it is there, on a thread of its own, and removes the
 * containers that could not be removed while it was not. An OCI runtime that the engine does not
 * know yet is asked for again. Thread safe.
 */
final class EngineWatch implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(EngineWatch.class);

  private static final int MOST_SHOWN = 100;

  /** What the engine was started with seldom changes, and is not asked for at each look. */
  private static final int LOOKS_PER_QUESTION = 10;

  private final URI address;
  private final Supplier<Engine> engine;
  private final Collection<String> images;
  private final Set<String> wanted;
  private final List<String> allowed;
  private final Duration interval;
  private final Set<String> left = ConcurrentHashMap.newKeySet();
  private final Thread thread;

  // guarded by this
  private boolean seen;
  private Set<String> known = Set.of();
  private int looks;
  private @Nullable String outage;

  /**
   * @param engine is made when there is something to ask: its client is slow to load
   */
  EngineWatch(ContainerConfig config, Supplier<Engine> engine) {
    this.address = config.engine();
    this.engine = engine;
    this.images = config.images().values();
    this.wanted =
        config.runtimes().values().stream()
            .map(ContainerConfig.Runtime::ociRuntime)
            .collect(Collectors.toUnmodifiableSet());
    this.allowed = config.allowedImages().orElse(List.of());
    this.interval = config.watchInterval();
    this.thread = Thread.ofVirtual().name("engine-watch").start(this::watch);
  }

  /** Why no containers of this OCI runtime are to be had, as far as that is known. */
  synchronized Optional<String> outage(String ociRuntime) {
    return seen && outage == null && !known.contains(ociRuntime)
        ? Optional.of("the container engine knows no OCI runtime " + ociRuntime)
        : Optional.ofNullable(outage);
  }

  Optional<String> refusal(String image) {
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

  /** How many containers it was told to remove and has not. */
  int leftBehind() {
    return left.size();
  }

  boolean hasImage(String image) throws IOException {
    return engine.get().hasImage(image);
  }

  /** Blocks until the engine has been there once with this OCI runtime. */
  synchronized void await(String ociRuntime) throws InterruptedException {
    while (!known.contains(ociRuntime)) {
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
      there(knownRuntimes());
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

  private Set<String> knownRuntimes() throws IOException {
    synchronized (this) {
      boolean asked = !known.isEmpty() && ++looks % LOOKS_PER_QUESTION != 0;
      if (asked || known.containsAll(wanted)) {
        return known;
      }
    }
    return engine.get().ociRuntimes();
  }

  private synchronized void there(Set<String> ociRuntimes) {
    if (seen && outage != null) {
      LOG.infof("The container engine at %s answers again", address);
    }
    known = ociRuntimes;
    seen = true;
    outage = null;
    notifyAll();
  }

  private synchronized void gone(String why) {
    if (seen && outage == null) {
      LOG.warnf("The container engine is lost: %s", why);
    }
    outage = why;
    known = Set.of(); // it may come back with others
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
