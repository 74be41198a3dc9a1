package dev.codebeaker.runtime.wasm.worker;

import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.Settling;
import dev.codebeaker.runtime.wasm.worker.protocol.FrameBuffer;
import dev.codebeaker.runtime.wasm.worker.protocol.FrameReader;
import dev.codebeaker.runtime.wasm.worker.protocol.FromWorker;
import dev.codebeaker.runtime.wasm.worker.protocol.FromWorker.Answered;
import dev.codebeaker.runtime.wasm.worker.protocol.FromWorker.Closed;
import dev.codebeaker.runtime.wasm.worker.protocol.FromWorker.Ended;
import dev.codebeaker.runtime.wasm.worker.protocol.FromWorker.Failed;
import dev.codebeaker.runtime.wasm.worker.protocol.FromWorker.Output;
import dev.codebeaker.runtime.wasm.worker.protocol.FromWorker.Ready;
import dev.codebeaker.runtime.wasm.worker.protocol.FromWorker.Settled;
import dev.codebeaker.runtime.wasm.worker.protocol.FromWorker.Unfit;
import dev.codebeaker.runtime.wasm.worker.protocol.Orders;
import dev.codebeaker.runtime.wasm.worker.protocol.Reports;
import dev.codebeaker.runtime.wasm.worker.protocol.ToWorker;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/**
 * The control connection to a worker. Whoever says something does not wait for the worker to take
 * it: a thread of the line's own does. Thread safe.
 */
final class ControlLine implements AutoCloseable {
  /** A worker that is so far behind does not listen. */
  private static final int MOST_WAITING = 65_536;

  private final SocketChannel channel;
  private final FrameReader reader;
  private final BlockingQueue<ToWorker> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
  private final Map<Long, CompletableFuture<Optional<ServiceException>>> asked =
      new ConcurrentHashMap<>();
  private final AtomicLong requests = new AtomicLong();
  private final Settling.Observer settlings;
  private final Thread writer;
  private volatile boolean closed;

  ControlLine(SocketChannel channel, Settling.Observer settlings) {
    this.settlings = settlings;
    this.channel = channel;
    this.reader = new FrameReader(channel, Reports.MOST_OF_ANYTHING_ELSE);
    this.writer = Thread.ofVirtual().name("worker-control").start(this::write);
  }

  private void write() {
    FrameBuffer buffer = new FrameBuffer();
    try {
      while (true) {
        Orders.write(buffer, waiting.take());
        buffer.sendTo(channel);
      }
    } catch (IOException | InterruptedException gone) {
      close();
    }
  }

  /** Closes the line if the worker does not listen. */
  void say(ToWorker order) {
    if (!waiting.offer(order)) {
      close();
    }
  }

  /** Says something that is answered; the answer fails when the line is closed. */
  CompletableFuture<Optional<ServiceException>> ask(LongFunction<ToWorker> order) {
    long number = requests.incrementAndGet();
    CompletableFuture<Optional<ServiceException>> answer = new CompletableFuture<>();
    asked.put(number, answer);
    say(order.apply(number));
    if (closed) {
      failAll();
    }
    return answer;
  }

  /** The worker's first word. Blocks. */
  FromWorker first() throws IOException {
    return Reports.read(reader);
  }

  /** Takes reports until the worker is gone or says what it may not. */
  void listen() throws IOException {
    while (true) {
      switch (Reports.read(reader)) {
        case Answered answered -> answered(answered);
        case Settled(Settling what, long nanos) -> settlings.took(what, Duration.ofNanos(nanos));
        case Output _, Ended _, Failed _, Closed _, Ready _, Unfit _ ->
            throw new IOException("not a report for this connection");
      }
    }
  }

  private void answered(Answered answered) throws IOException {
    CompletableFuture<Optional<ServiceException>> answer = asked.remove(answered.request());
    if (answer == null) {
      throw new IOException("an answer to what nobody has asked");
    }
    answer.complete(answered.refusal());
  }

  @Override
  public void close() {
    closed = true;
    writer.interrupt();
    try {
      channel.close();
    } catch (IOException closing) {
      throw new java.io.UncheckedIOException(closing);
    }
    failAll();
  }

  private void failAll() {
    asked.values().forEach(answer -> answer.completeExceptionally(new IOException("closed")));
    asked.clear();
  }
}
