package dev.codebeaker.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Starts programs. A child that asked for it (PR_SET_PDEATHSIG) is killed by the kernel when the
 * <em>thread</em> that started it ends; so these threads live as long as the spawner. Only a
 * confined program is started by a thread that ends at once: such a program must not ask for it.
 */
public final class Spawner implements AutoCloseable {
  private static final int KILL = 9;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Identity SOMEBODY = new Identity(65534, 65534);

  private final Poller poller;
  private final SpawnerThreads threads;
  private final Set<ChildProcess> children = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * @param threads how many programs may be in the middle of their start at once
   */
  public Spawner(Poller poller, int threads) {
    this.poller = poller;
    this.threads = new SpawnerThreads(threads);
    rehearse();
  }

  /**
   * Starts it as the service's own user. Returns when it runs.
   *
   * @throws LinuxFailure if it can not be executed, or its directory or terminal not be opened:
   *     ENOENT, EACCES and the like; the kernel does not say which
   */
  public ChildProcess start(ProgramStart program) throws IOException {
    return adopt(
        threads.call(() -> new Start(program, Optional.empty()).run(() -> {})),
        program.newSession());
  }

  /**
   * The same elsewhere.
   *
   * @param place where it begins
   * @param identity another user, without any supplementary group
   */
  public ChildProcess start(ProgramStart program, ThreadPlace place, Optional<Identity> identity)
      throws IOException {
    Start start = new Start(program, identity);
    return adopt(threads.call(() -> startIn(place, start)), program.newSession());
  }

  private static int startIn(ThreadPlace place, Start start) throws IOException {
    place.enter();
    try {
      return start.run(() -> {});
    } finally {
      place.leave();
    }
  }

  /**
   * Starts it from a thread of its own that confined itself before; the program inherits that. The
   * program's path and directory must be within the confinement. When this returns, no thread of
   * the service is left within it.
   *
   * @param confinement must have all its own code loaded before it takes the right to read files
   */
  public ChildProcess startConfined(ProgramStart program, ThreadConfinement confinement)
      throws IOException {
    return onWarden(new Start(program, Optional.empty()), confinement);
  }

  /** The same as another user, without any supplementary group. */
  public ChildProcess startConfined(
      ProgramStart program, ThreadConfinement confinement, Identity identity) throws IOException {
    return onWarden(new Start(program, Optional.of(identity)), confinement);
  }

  private record Start(ProgramStart program, Optional<Identity> identity) {
    int run(ThreadConfinement confinement) throws IOException {
      try (SpawnRequest request = new SpawnRequest(program)) {
        confinement.apply();
        if (identity.isEmpty()) {
          return request.spawn();
        }
        try (ThreadIdentity taken = ThreadIdentity.take(identity.get())) {
          return request.spawn();
        }
      }
    }
  }

  private ChildProcess onWarden(Start start, ThreadConfinement confinement) throws IOException {
    return adopt(
        threads.call(() -> Warden.run(() -> start.run(confinement))), start.program().newSession());
  }

  private ChildProcess adopt(int pid, boolean leads) throws IOException {
    ChildProcess child = ChildProcess.adopt(pid, leads, poller);
    children.add(child);
    child.exit().thenRun(() -> children.remove(child));
    if (closed) {
      child.signal(KILL);
    }
    return child;
  }

  /** Loads all code of a start, because a thread that has confined itself may not be able to. */
  private void rehearse() {
    ProgramStart directory = ProgramStart.of(List.of("/"), Map.of(), Path.of("/"), Map.of());
    try {
      startConfined(directory, () -> {}, SOMEBODY);
    } catch (IOException expected) {
      // It can not be executed, or the service can not become somebody else.
    }
    try {
      startConfined(directory, () -> {});
    } catch (IOException expected) {
      // It can not be executed.
    }
  }

  /**
   * Kills every child, and returns when all are gone. Must be closed before its poller.
   *
   * @throws IllegalStateException if the kernel does not let one go
   */
  @Override
  public void close() {
    closed = true;
    threads.close();
    for (ChildProcess child : children) {
      end(child);
    }
  }

  private static void end(ChildProcess child) {
    try {
      child.signal(KILL);
      child.exit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (IOException | TimeoutException | ExecutionException failure) {
      throw new IllegalStateException("process " + child.pid() + " does not end", failure);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
