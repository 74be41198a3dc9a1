package dev.codebeaker.runtime.process;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.OutputChunk;
import dev.codebeaker.execution.OutputChunk.Stream;
import dev.codebeaker.execution.OutputSink;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets the output of one execution through, one chunk at a time, up to its limit. What is beyond
 * that is dropped, and the execution told to end; so it is when the receiver fails.
 */
final class OutputGate implements OutputSink {
  private final OutputSink sink;
  private final long most;
  private final Consumer<Stop> stopping;

  // guarded by this
  private long written;
  private boolean shut;
  private @Nullable RuntimeException failure;

  OutputGate(OutputSink sink, long most, Consumer<Stop> stopping) {
    this.sink = sink;
    this.most = most;
    this.stopping = stopping;
  }

  void bytes(Stream stream, byte[] buffer, int count) {
    if (count > 0) {
      accept(new OutputChunk.Bytes(stream, Arrays.copyOf(buffer, count)));
    }
  }

  @Override
  public synchronized void accept(OutputChunk chunk) {
    if (shut) {
      return;
    }
    long size = size(chunk);
    long room = most - written;
    written += size;
    pass(chunk, size, room);
    if (size > room) {
      shut = true;
      stopping.accept(Stop.at(Limit.OUTPUT));
    }
  }

  private void pass(OutputChunk chunk, long size, long room) {
    try {
      if (size <= room) {
        sink.accept(chunk);
      } else if (room > 0 && chunk instanceof OutputChunk.Bytes(Stream stream, byte[] data)) {
        sink.accept(new OutputChunk.Bytes(stream, Arrays.copyOf(data, (int) room)));
      }
    } catch (RuntimeException thrown) {
      shut = true;
      failure = thrown;
      stopping.accept(Stop.because("its output could not be delivered"));
    }
  }

  private static long size(OutputChunk chunk) {
    return switch (chunk) {
      case OutputChunk.Bytes(Stream _, byte[] data) -> data.length;
      case OutputChunk.Rich rich -> rich.bundle().values().stream().mapToLong(String::length).sum();
    };
  }

  /** What the execution wrote, shown or not. */
  synchronized long written() {
    return written;
  }

  /**
   * @throws RuntimeException what the receiver threw, if it did
   */
  synchronized void requireDelivered() {
    if (failure != null) {
      throw failure;
    }
  }
}
