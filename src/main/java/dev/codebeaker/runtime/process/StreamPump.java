package dev.codebeaker.runtime.process;

import dev.codebeaker.execution.OutputChunk.Stream;
import dev.codebeaker.linux.Descriptor;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Carries what a process writes to one of its streams to whoever receives it now, on a virtual
 * thread of its own that ends with the stream.
 */
final class StreamPump {
  private static final int BUFFER_BYTES = 32 << 10;

  private final Descriptor source;
  private final Stream stream;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private final ReentrantLock lock = new ReentrantLock();

  // guarded by lock
  private @Nullable OutputGate receiver;

  StreamPump(Descriptor source, Stream stream) {
    this.source = source;
    this.stream = stream;
  }

  StreamPump start() {
    Thread.ofVirtual().name("pump-" + stream.label()).start(this::run);
    return this;
  }

  /** Completed when the stream has ended, or was closed. */
  CompletableFuture<Void> done() {
    return done;
  }

  /** What comes now is this one's. What nobody receives is dropped. */
  void to(@Nullable OutputGate gate) {
    lock.lock();
    try {
      receiver = gate;
    } finally {
      lock.unlock();
    }
  }

  /** Hands on what was written until now, on the calling thread. */
  void drain() {
    try {
      carry();
    } catch (IOException ended) {
      // Then there is no more.
    }
  }

  private void run() {
    try {
      while (carry()) {
        source.awaitReadable();
      }
    } catch (IOException closed) {
      // The process has been given up.
    } finally {
      done.complete(null);
    }
  }

  /** False at the end. */
  private boolean carry() throws IOException {
    lock.lock();
    try {
      int count = source.readNow(buffer);
      while (count > 0) {
        if (receiver != null) {
          receiver.bytes(stream, buffer, count);
        }
        count = source.readNow(buffer);
      }
      return count == 0;
    } finally {
      lock.unlock();
    }
  }
}
