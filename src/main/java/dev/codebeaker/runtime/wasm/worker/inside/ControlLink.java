package dev.codebeaker.runtime.wasm.worker.inside;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.Settling;
import dev.codebeaker.runtime.wasm.worker.protocol.FrameBuffer;
import dev.codebeaker.runtime.wasm.worker.protocol.FrameReader;
import dev.codebeaker.runtime.wasm.worker.protocol.FromWorker;
import dev.codebeaker.runtime.wasm.worker.protocol.FromWorker.Answered;
import dev.codebeaker.runtime.wasm.worker.protocol.FromWorker.Settled;
import dev.codebeaker.runtime.wasm.worker.protocol.Orders;
import dev.codebeaker.runtime.wasm.worker.protocol.Reports;
import dev.codebeaker.runtime.wasm.worker.protocol.ToWorker;
import dev.codebeaker.runtime.wasm.worker.protocol.ToWorker.Close;
import dev.codebeaker.runtime.wasm.worker.protocol.ToWorker.EndInput;
import dev.codebeaker.runtime.wasm.worker.protocol.ToWorker.Input;
import dev.codebeaker.runtime.wasm.worker.protocol.ToWorker.Run;
import dev.codebeaker.runtime.wasm.worker.protocol.ToWorker.Setup;
import dev.codebeaker.runtime.wasm.worker.protocol.ToWorker.Stop;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/** The control connection, seen from inside a worker: its end is the end of the worker. */
final class ControlLink {
  private static final Logger LOG = Logger.getLogger(ControlLink.class);

  private final SocketChannel channel;
  private final FrameReader reader;
  private final FrameBuffer buffer = new FrameBuffer();

  /** A guest is closed when what it runs has ended, which may take a moment. */
  private final ExecutorService closers =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("closer-", 1).factory());

  ControlLink(SocketChannel channel) {
    this.channel = channel;
    this.reader = new FrameReader(channel, Orders.MOST_BYTES);
  }

  /** The first order. Blocks. */
  Setup setup() throws IOException {
    if (Orders.read(reader) instanceof Setup setup) {
      return setup;
    }
    throw new IOException("the service does not say what the engine is made from");
  }

  /** Follows orders for as long as there is a service. */
  void follow(Hosting hosting) throws IOException {
    while (true) {
      obey(Orders.read(reader), hosting);
    }
  }

  private void obey(ToWorker order, Hosting hosting) throws IOException {
    switch (order) {
      case Stop stop -> hosting.ask(stop.guest(), stop.run(), guest -> guest.stop(stop.reason()));
      case Input input -> say(new Answered(input.request(), fed(input, hosting)));
      case EndInput end -> hosting.ask(end.guest(), end.run(), guest -> guest.endInput());
      case Close close -> closers.execute(() -> close(close, hosting));
      case Run _, Setup _ -> throw new IOException("not an order for this connection");
    }
  }

  private static Optional<ServiceException> fed(Input input, Hosting hosting) {
    try {
      hosting.ask(input.guest(), input.run(), guest -> guest.input(input.data()));
      return Optional.empty();
    } catch (ServiceException refused) {
      return Optional.of(refused);
    }
  }

  private void close(Close close, Hosting hosting) {
    try {
      say(new Answered(close.request(), closed(close, hosting)));
    } catch (IOException gone) {
      LOG.debug("The service is gone", gone);
    }
  }

  private static Optional<ServiceException> closed(Close close, Hosting hosting) {
    try {
      hosting.close(close.guest());
      return Optional.empty();
    } catch (RuntimeException failure) {
      LOG.error("A guest could not be closed", failure);
      return Optional.of(
          ServiceException.of(ErrorCode.RUNTIME_FAILED, "a guest could not be closed"));
    }
  }

  void settled(Settling what, Duration time) {
    try {
      say(new Settled(what, time.toNanos()));
    } catch (IOException gone) {
      LOG.debug("The service is gone", gone);
    }
  }

  synchronized void say(FromWorker report) throws IOException {
    Reports.write(buffer, report);
    buffer.sendTo(channel);
  }
}
