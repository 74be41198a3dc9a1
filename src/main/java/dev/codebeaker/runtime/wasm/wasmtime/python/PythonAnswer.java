package dev.codebeaker.runtime.wasm.wasmtime.python;

import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.language.Bundle;
import dev.codebeaker.language.Ending;
import dev.codebeaker.language.Frame;
import java.util.Optional;

/**
 * What the driver tells in one execution. The guest's own code can write the same: a frame that
 * makes no sense is dropped, and one that does can do no harm but to its own execution.
 */
final class PythonAnswer {
  private final OutputSink sink;
  private Optional<Ending> end = Optional.empty();

  PythonAnswer(OutputSink sink) {
    this.sink = sink;
  }

  Optional<Ending> end() {
    return end;
  }

  void frame(byte[] bytes) {
    Frame.parse(bytes)
        .ifPresent(
            frame -> {
              end = Ending.of(frame).or(() -> end);
              Bundle.of(frame).ifPresent(sink::accept);
            });
  }
}
