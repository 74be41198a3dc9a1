package dev.codebeaker.runtime.wasm.worker;

import dev.codebeaker.runtime.wasm.worker.protocol.FrameBuffer;
import dev.codebeaker.runtime.wasm.worker.protocol.FrameReader;
import dev.codebeaker.runtime.wasm.worker.protocol.FromWorker;
import dev.codebeaker.runtime.wasm.worker.protocol.Orders;
import dev.codebeaker.runtime.wasm.worker.protocol.Reports;
import dev.codebeaker.runtime.wasm.worker.protocol.ToWorker;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A connection to a thread of a worker that runs one guest at a time. Used by one thread at a time,
 * which reads what the guest's thread has written: nothing is handed over on the way.
 */
final class Lane implements AutoCloseable {
  private static final long NEVER = Long.MAX_VALUE;

  private final SocketChannel channel;
  private final FrameReader reader;
  private final FrameBuffer buffer = new FrameBuffer();
  private volatile long awaitedUntil = NEVER;

  private Lane(SocketChannel channel) {
    this.channel = channel;
    this.reader = new FrameReader(channel, Reports.MOST_SHOWN_BYTES);
  }

  static Lane open(Path socket) throws IOException {
    return new Lane(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
  }

  void say(ToWorker order) throws IOException {
    Orders.write(buffer, order);
    buffer.sendTo(channel);
  }

  /** Waits for the next report; {@link #isOverdue} tells others when that takes too long. */
  FromWorker hear(Duration atMost) throws IOException {
    awaitedUntil = reader.hasMore() ? NEVER : System.nanoTime() + atMost.toNanos();
    try {
      return Reports.read(reader);
    } finally {
      awaitedUntil = NEVER;
    }
  }

  /** From any thread. */
  boolean isOverdue() {
    long until = awaitedUntil;
    return until != NEVER && System.nanoTime() - until > 0;
  }

  /** From any thread; whoever waits is told. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException closed) {
      throw new java.io.UncheckedIOException(closed);
    }
  }
}
