package dev.codebeaker.runtime.wasm.java;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.OutputChunk;
import dev.codebeaker.execution.OutputSink;
import java.util.Arrays;
import java.util.Map;

/** Hands a guest's output on until its cap, and stops the execution there. */
public final class Output {
  private final OutputSink sink;
  private final Run run;
  private final long cap;
  private long written;

  Output(OutputSink sink, Run run, long cap) {
    this.sink = sink;
    this.run = run;
    this.cap = cap;
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
      run.stop(new Stop.Exceeded(Limit.OUTPUT));
      throw new Interrupted();
    }
  }

  /** Delivers the value of a turn, unless it is larger than what the cap leaves. */
  public boolean value(String text) {
    if (text.length() > cap - written) {
      return false;
    }
    deliver(new OutputChunk.Rich(Map.of("text/plain", text), true));
    return true;
  }

  private void deliver(OutputChunk chunk) {
    try {
      sink.accept(chunk);
    } catch (RuntimeException e) {
      run.stop(new Stop.Cancelled("its output could not be delivered"));
      throw new Interrupted();
    }
  }

  public long written() {
    return written;
  }
}
