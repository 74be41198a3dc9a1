package dev.codebeaker.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Starts programs. A child that asked for it is killed by the kernel when the <em>thread</em> that
 * started it ends; so these threads live as long as the spawner. Those that start confined programs
 * end with the start: such a thread is in the program's own domain, where the program could signal
 * it, and with it the service.
 */
public final class Spawner implements AutoCloseable {
  private static final int KILL = 9;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Poller poller;
  private final ExecutorService threads;
  private final Set<ChildProcess> children = ConcurrentHashMap.newKeySet();
  private final Set<Thread> wardens = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * @param threads how many programs may be in the middle of their start at once
   */
  public Spawner(Poller poller, int threads) {
    this.poller = poller;
    this.threads =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name("spawner-", 0).factory());
    rehearse();
  }

  /**
   * Starts it as the service's own user. Returns when it runs.
   *
   * @throws LinuxFailure if it can not be executed: ENOENT, EACCES and the like
   */
  public ChildProcess start(ProgramStart program) throws IOException {
    return onSpawnerThread(new Start(program, Optional.empty()));
  }

  /** The same as another user, without any supplementary group. */
  public ChildProcess start(ProgramStart program, Identity identity) throws IOException {
    return onSpawnerThread(new Start(program, Optional.of(identity)));
  }

  /**
   * Starts it from a thread of its own that confined itself before; the program inherits that. The
   * program's path and directory must be within the confinement. The program must not run code that
   * nobody vetted before this returns.
   */
  public ChildProcess startConfined(ProgramStart program, ThreadConfinement confinement)
      throws IOException {
    return onWarden(new Start(program, Optional.empty()), confinement);
  }

  /**
   * The same as another user. The thread takes that identity for the moment of the start only: a
   * thread that kept it could be signalled by the program, and the service with it.
   */
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

  private ChildProcess onSpawnerThread(Start start) throws IOException {
    CompletableFuture<ChildProcess> started = new CompletableFuture<>();
    try {
      threads.execute(() -> run(start, () -> {}, started));
    } catch (RejectedExecutionException e) {
      throw new IOException("the spawner has been closed", e);
    }
    return await(started);
  }

  private ChildProcess onWarden(Start start, ThreadConfinement confinement) throws IOException {
    CompletableFuture<ChildProcess> started = new CompletableFuture<>();
    Thread warden =
        Thread.ofPlatform()
            .daemon()
            .name("warden")
            .unstarted(() -> guard(start, confinement, started));
    wardens.add(warden);
    warden.start();
    // Whatever goes on because of it must not go on from a thread that has confined itself.
    Threads.join(warden);
    return await(started);
  }

  private void guard(
      Start start, ThreadConfinement confinement, CompletableFuture<ChildProcess> started) {
    try {
      run(start, confinement, started);
    } finally {
      wardens.remove(Thread.currentThread());
    }
  }

  private void run(
      Start start, ThreadConfinement confinement, CompletableFuture<ChildProcess> started) {
    try {
      if (closed) {
        throw new IOException("the spawner has been closed");
      }
      ChildProcess child = ChildProcess.adopt(start.run(confinement), start.program().newSession(), poller);
      children.add(child);
      child.exit().thenRun(() -> children.remove(child));
      if (closed) {
        child.signal(KILL);
      }
      started.complete(child);
    } catch (IllegalStateException lostIdentity) {
      closed = true;
      started.completeExceptionally(lostIdentity);
    } catch (IOException | RuntimeException failure) {
      started.completeExceptionally(failure);
    }
  }

  private static ChildProcess await(CompletableFuture<ChildProcess> started) throws IOException {
    try {
      return started.join();
    } catch (CompletionException failure) {
      switch (failure.getCause()) {
        case IOException e -> throw e;
        case RuntimeException e -> throw e;
        case null, default -> throw failure;
      }
    }
  }

  /** Loads all code of a start, because a thread that has confined itself may not be able to. */
  private void rehearse() {
    ProgramStart nothing = ProgramStart.of(List.of("/"), Map.of(), Path.of("/"), Map.of());
    try {
      startConfined(nothing, () -> {});
    } catch (IOException expected) {
      // A directory can not be executed.
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
    threads.shutdown();
    for (ChildProcess child : children) {
      end(child);
    }
    wardens.forEach(Threads::join);
  }

  private static void end(ChildProcess child) {
    try {
      child.signal(KILL);
      child.exit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (IOException | TimeoutException | java.util.concurrent.ExecutionException failure) {
      throw new IllegalStateException("process " + child.pid() + " does not end", failure);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
