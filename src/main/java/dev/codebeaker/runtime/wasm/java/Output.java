package dev.codebeaker.runtime.wasm.java;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.OutputChunk;
import dev.codebeaker.execution.OutputSink;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;

/** Hands a guest's output on until its cap, and stops the execution there. */
public final class Output {
  private final OutputSink sink;
  private final Consumer<Stop> stop;
  private final long cap;
  private long written;

  /**
   * @param stop what is told when the execution must end for what it writes
   */
  public Output(OutputSink sink, Consumer<Stop> stop, long cap) {
    this.sink = sink;
    this.stop = stop;
    this.cap = cap;
  }

  /** For a guest nobody listens to. */
  public static Output nowhere() {
    return new Output(OutputSink.NOWHERE, stop -> {}, Long.MAX_VALUE);
  }

  /** Delivers what the cap leaves room for; false when that was not all of it. */
  public boolean offer(OutputChunk.Stream stream, byte[] data) {
    long left = cap - written;
    written += data.length;
    byte[] delivered = data.length <= left ? data : Arrays.copyOf(data, (int) Math.max(0, left));
    if (delivered.length > 0) {
      deliver(new OutputChunk.Bytes(stream, delivered));
    }
    return data.length <= left;
  }

  /**
   * @throws Interrupted at the cap, when all bytes before it are delivered
   */
  public void write(OutputChunk.Stream stream, byte[] data) {
    if (!offer(stream, data)) {
      stop.accept(new Stop.Exceeded(Limit.OUTPUT));
      throw new Interrupted();
    }
  }

  /** Delivers the value of a turn, unless it is larger than what the cap leaves. */
  public boolean value(Map<String, String> bundle) {
    if (bundle.values().stream().mapToLong(String::length).sum() > cap - written) {
      return false;
    }
    deliver(new OutputChunk.Rich(bundle, true));
    return true;
  }

  private void deliver(OutputChunk chunk) {
    try {
      sink.accept(chunk);
    } catch (RuntimeException e) {
      stop.accept(new Stop.Cancelled("its output could not be delivered"));
      throw new Interrupted();
    }
  }

  public long written() {
    return written;
  }
}
