package dev.codebeaker.runtime.wasm.worker;

import dev.codebeaker.runtime.wasm.worker.inside.WorkerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A worker in the hands of an attacker: it says that it is ready, and then what the test wants. */
final class FakeWorker implements WorkerLauncher {
  /** The frame of a worker that is ready. */
  private static final byte[] READY = {0, 0, 0, 1, 10};

  private final byte[] onControl;
  private final byte[] onLane;
  private final boolean connects;
  private final AtomicInteger started = new AtomicInteger();

  /**
   * @param onControl said once it is ready
   * @param onLane said, again and again, to whoever opens a lane; nothing where it is empty
   */
  FakeWorker(byte[] onControl, byte[] onLane) {
    this.onControl = onControl;
    this.onLane = onLane;
    this.connects = true;
  }

  /** One that never connects. */
  FakeWorker() {
    this.onControl = new byte[0];
    this.onLane = new byte[0];
    this.connects = false;
  }

  int started() {
    return started.get();
  }

  @Override
  public Started start(Path sockets, Path sessions) throws IOException {
    started.incrementAndGet();
    Life life = new Life();
    if (connects) {
      Thread.startVirtualThread(() -> live(sockets, life));
    }
    return life;
  }

  private void live(Path sockets, Life life) {
    try (ServerSocketChannel lanes = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        SocketChannel control =
            SocketChannel.open(
                UnixDomainSocketAddress.of(sockets.resolve(WorkerProcess.CONTROL_SOCKET)))) {
      lanes.bind(UnixDomainSocketAddress.of(sockets.resolve(WorkerProcess.LANE_SOCKET)));
      life.ended.thenRun(() -> close(lanes, control));
      write(control, READY);
      write(control, onControl);
      while (true) {
        SocketChannel lane = lanes.accept();
        life.ended.thenRun(() -> close(lane));
        Thread.startVirtualThread(() -> flood(lane));
      }
    } catch (IOException killed) {
      life.kill();
    }
  }

  private void flood(SocketChannel lane) {
    try {
      while (onLane.length > 0) {
        write(lane, onLane);
      }
    } catch (IOException hungUp) {
      close(lane);
    }
  }

  private static void write(SocketChannel to, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      to.write(buffer);
    }
  }

  private static void close(java.io.Closeable... all) {
    try {
      for (java.io.Closeable one : all) {
        one.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {}

  private static final class Life implements Started {
    private final CompletableFuture<String> ended = new CompletableFuture<>();

    @Override
    public long pid() {
      return 0;
    }

    @Override
    public CompletableFuture<String> ended() {
      return ended;
    }

    @Override
    public void kill() {
      ended.complete("was killed");
    }
  }
}
