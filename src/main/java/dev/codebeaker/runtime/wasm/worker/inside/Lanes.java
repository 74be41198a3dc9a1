package dev.codebeaker.runtime.wasm.worker.inside;

import dev.codebeaker.runtime.wasm.worker.protocol.FrameReader;
import dev.codebeaker.runtime.wasm.worker.protocol.Orders;
import dev.codebeaker.runtime.wasm.worker.protocol.ToWorker;
import dev.codebeaker.runtime.wasm.worker.protocol.ToWorker.Run;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jboss.logging.Logger;

/**
 * Takes the service's lanes: each gets a thread that reads an order, runs the guest itself and
 * answers, so that nothing is handed from thread to thread. The threads are platform threads with a
 * stack far larger than a guest may use, as guests need.
 */
final class Lanes {
  private static final Logger LOG = Logger.getLogger(Lanes.class);

  /** Only what is touched is ever backed by memory. */
  private static final long STACK_BYTES = 64L << 20;

  private final ServerSocketChannel listener;
  private final Hosting hosting;
  private int count;

  Lanes(ServerSocketChannel listener, Hosting hosting) {
    this.listener = listener;
    this.hosting = hosting;
  }

  /** Returns at once; lanes are taken for as long as the worker lives. */
  void open() {
    Thread.ofPlatform().daemon().name("lanes").start(this::accept);
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel lane = listener.accept();
        count++;
        Thread thread = new Thread(null, () -> serve(lane), "guest-" + count, STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
      }
    } catch (IOException failure) {
      LOG.error("The worker can take no more lanes, and ends", failure);
      Runtime.getRuntime().halt(WorkerProcess.FAILED);
    }
  }

  private void serve(SocketChannel lane) {
    try (lane) {
      FrameReader reader = new FrameReader(lane, Orders.MOST_BYTES);
      LaneOutput output = new LaneOutput(lane);
      while (true) {
        ToWorker order = Orders.read(reader);
        if (!(order instanceof Run run)) {
          throw new IOException("not an order for a lane");
        }
        hosting.run(run, output);
      }
    } catch (EOFException closed) {
      LOG.trace("The service needs the lane no more", closed);
    } catch (IOException failure) {
      LOG.debug("A lane broke", failure);
    }
  }
}
