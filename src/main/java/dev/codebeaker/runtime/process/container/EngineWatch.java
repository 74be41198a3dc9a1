package dev.codebeaker.runtime.process.container;

import dev.codebeaker.runtime.Availability;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
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

  /** What the engine was started with, and what it has, seldom changes: not asked at each look. */
  private static final int LOOKS_PER_QUESTION = 10;

  private final EngineAddress address;
  private final Supplier<Engine> engine;
  private final Images images;
  private final Set<String> wanted;
  private final Duration interval;
  private final Set<String> left = ConcurrentHashMap.newKeySet();
  private final Set<String> leftVolumes = ConcurrentHashMap.newKeySet();
  private final Thread thread;

  /** Of the thread that looks. */
  private int looks;

  // guarded by this
  private boolean seen;
  private boolean answers;
  private Set<String> known = Set.of();
  private @Nullable String outage;

  /**
   * @param engine is made when there is something to ask: its client is slow to load
   */
  EngineWatch(ContainerConfig config, Supplier<Engine> engine) {
    this.address = EngineAddress.of(config);
    this.engine = engine;
    this.images = new Images(config, engine);
    this.wanted =
        config.runtimes().values().stream()
            .map(ContainerConfig.Runtime::ociRuntime)
            .collect(Collectors.toUnmodifiableSet());
    this.interval = config.watchInterval();
    this.thread = Thread.ofVirtual().name("engine-watch").start(this::watch);
  }

  /** Why no containers of this OCI runtime are to be had, as far as that is known. */
  synchronized Optional<String> outage(String ociRuntime) {
    return seen && outage == null && !known.contains(ociRuntime)
        ? Optional.of("the container engine knows no OCI runtime " + ociRuntime)
        : Optional.ofNullable(outage);
  }

  Images images() {
    return images;
  }

  /** What keeps toolchains of this image from being served, as far as the engine answers. */
  Optional<Availability> lacking(String image) {
    return answers() ? images.lacking(image) : Optional.empty();
  }

  private synchronized boolean answers() {
    return answers;
  }

  /** How many containers and volumes it was told to remove and has not. */
  int leftBehind() {
    return left.size() + leftVolumes.size();
  }

  /** Blocks until the engine has been there once with this OCI runtime. */
  synchronized void await(String ociRuntime) throws InterruptedException {
    while (!known.contains(ociRuntime)) {
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

  /** The same for a volume. */
  void removeVolumeLater(String name) {
    leftVolumes.add(name);
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
      boolean all = ++looks % LOOKS_PER_QUESTION == 0;
      images.look(all);
      there(knownRuntimes(all));
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

  private Set<String> knownRuntimes(boolean all) throws IOException {
    synchronized (this) {
      boolean asked = !known.isEmpty() && !all;
      if (asked || known.containsAll(wanted)) {
        return known;
      }
    }
    return engine.get().ociRuntimes();
  }

  /** It is of no use before any image is there. */
  private synchronized void there(Set<String> ociRuntimes) {
    answers = true;
    if (!seen && !images.isAnyThere()) {
      outage = "the engine has none of the images of codebeaker.container.images";
      return;
    }
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
    answers = false;
    outage = why;
    known = Set.of(); // it may come back with others
    notifyAll();
  }

  private void removeLeft() throws IOException {
    for (String name : left) {
      try {
        engine.get().remove(name);
        left.remove(name);
      } catch (EngineUnreachable lost) {
        throw lost;
      } catch (IOException refused) {
        LOG.debugf("A container can not be removed now: %s", refused.getMessage());
      }
    }
    for (String name : leftVolumes) {
      try {
        engine.get().remote().removeVolume(name);
        leftVolumes.remove(name);
      } catch (EngineUnreachable lost) {
        throw lost;
      } catch (IOException inUse) {
        LOG.debugf("A volume is in use still: %s", inUse.getMessage());
      }
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
