package dev.codebeaker.runtime.wasm.wasmtime;

import dev.codebeaker.execution.OutputChunk;
import dev.codebeaker.execution.OutputSink;

/** A guest's streams as chunks of an execution's output. */
public final class GuestSink {
  private GuestSink() {}

  public static OutputConsumer of(OutputSink sink) {
    return (stream, bytes) ->
        sink.accept(
            new OutputChunk.Bytes(
                stream == 1 ? OutputChunk.Stream.STDOUT : OutputChunk.Stream.STDERR, bytes));
  }
}
