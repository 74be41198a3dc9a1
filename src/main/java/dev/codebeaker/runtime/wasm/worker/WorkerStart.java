package dev.codebeaker.runtime.wasm.worker;

import dev.codebeaker.runtime.Settling;
import dev.codebeaker.runtime.wasm.WasmConfig;
import dev.codebeaker.runtime.wasm.worker.inside.WorkerProcess;
import dev.codebeaker.runtime.wasm.worker.protocol.FromWorker;
import dev.codebeaker.runtime.wasm.worker.protocol.ToWorker.Setup;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * How a worker gets from a program to one that is ready: it is started when all that its engine is
 * made from lies in the cache, connects, and is told where.
 */
final class WorkerStart {
  /** Of a path the kernel takes 107 bytes, two of which are a socket's own. */
  private static final int LONGEST_DIRECTORY = 105;

  private final WorkerLauncher launcher;
  private final WasmConfig.Worker config;
  private final CompletableFuture<Setup> setup;
  private final Settling.Observer settlings;

  /**
   * @param setup completes when the cache holds all there is to be in it and the service has
   *     started: before, a worker would take it processor time and could only wait
   * @param settlings is told of the contexts in its workers
   */
  WorkerStart(
      WorkerLauncher launcher,
      WasmConfig.Worker config,
      CompletableFuture<Setup> setup,
      Settling.Observer settlings) {
    this.settlings = settlings;
    this.launcher = launcher;
    this.config = config;
    this.setup = setup;
  }

  Duration timeout() {
    return config.startTimeout();
  }

  /** Blocks until it is ready; nothing is left of one that does not get there. */
  Worker start(int number, Path sockets, Path sessions) throws IOException, InterruptedException {
    Setup given = prepared();
    UnixDomainSocketAddress address = address(sockets);
    try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(address);
      WorkerLauncher.Started process = launcher.start(sockets, sessions);
      boolean ready = false;
      try {
        ControlLine control = new ControlLine(accept(listener, process), settlings);
        process.ended().thenRun(control::close);
        awaitReady(process, control, given);
        ready = true;
        return new Worker(number, process, control, sockets, config.answerTimeout());
      } finally {
        if (!ready) {
          process.kill();
          process.ended().join();
        }
      }
    }
  }

  private static UnixDomainSocketAddress address(Path sockets) throws IOException {
    int length = sockets.toString().getBytes(StandardCharsets.UTF_8).length;
    if (length > LONGEST_DIRECTORY) {
      throw new IOException(
          "codebeaker.workspace.state-directory is %d bytes too long for the sockets in it"
              .formatted(length - LONGEST_DIRECTORY));
    }
    return UnixDomainSocketAddress.of(sockets.resolve(WorkerProcess.CONTROL_SOCKET));
  }

  private SocketChannel accept(ServerSocketChannel listener, WorkerLauncher.Started process)
      throws IOException {
    process.ended().thenRun(() -> closeQuietly(listener));
    try (Deadline _ = new Deadline(process, timeout())) {
      return listener.accept();
    } catch (java.nio.channels.ClosedChannelException gone) {
      process.kill();
      throw new IOException("it " + process.ended().join(), gone);
    }
  }

  private static void closeQuietly(ServerSocketChannel listener) {
    try {
      listener.close();
    } catch (IOException closing) {
      throw new java.io.UncheckedIOException(closing);
    }
  }

  private void awaitReady(WorkerLauncher.Started process, ControlLine control, Setup given)
      throws IOException {
    control.say(given);
    try (Deadline _ = new Deadline(process, timeout())) {
      switch (control.first()) {
        case FromWorker.Ready() -> {}
        case FromWorker.Unfit(String reason) -> throw new IOException("it is not fit: " + reason);
        case FromWorker.Output _,
            FromWorker.Ended _,
            FromWorker.Failed _,
            FromWorker.Closed _,
            FromWorker.Settled _,
            FromWorker.Answered _ ->
            throw new IOException("its first word is not one");
      }
    }
  }

  private Setup prepared() throws IOException, InterruptedException {
    try {
      return setup.get();
    } catch (ExecutionException e) {
      throw new IOException("the service is closing", e);
    }
  }

  /** Kills a process unless this is closed in time. */
  private static final class Deadline implements AutoCloseable {
    private final CompletableFuture<Boolean> reached = new CompletableFuture<>();

    Deadline(WorkerLauncher.Started process, Duration timeout) {
      reached
          .completeOnTimeout(false, timeout.toMillis(), TimeUnit.MILLISECONDS)
          .thenAccept(
              inTime -> {
                if (!inTime) {
                  process.kill();
                }
              });
    }

    @Override
    public void close() {
      reached.complete(true);
    }
  }
}
