package dev.codebeaker.runtime.wasm.wasmtime.javascript;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.Outcome.ContextState;
import dev.codebeaker.execution.OutputChunk;
import dev.codebeaker.execution.OutputChunk.Stream;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.execution.Usage;
import dev.codebeaker.runtime.wasm.wasmtime.GuestEnd;
import dev.codebeaker.runtime.wasm.wasmtime.GuestOutcomes;
import dev.codebeaker.runtime.wasm.wasmtime.GuestTrap;
import dev.codebeaker.runtime.wasm.wasmtime.Instance;
import dev.codebeaker.runtime.wasm.wasmtime.StopCause;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What programs and turns have in common: how their ends become outcomes, and their output chunks.
 */
final class JavaScriptEnds {
  private JavaScriptEnds() {}

  /** Sends what the guest writes to a sink. */
  static void connect(Instance guest, OutputSink sink) {
    guest.onOutput(
        (stream, bytes) ->
            sink.accept(new OutputChunk.Bytes(stream == 1 ? Stream.STDOUT : Stream.STDERR, bytes)));
  }

  /** The text was refused before anything ran. */
  static Outcome unreadable(SourceFile.Unreadable why, OutputSink sink, ContextState state) {
    byte[] text = String.valueOf(why.getMessage()).getBytes(StandardCharsets.UTF_8);
    sink.accept(new OutputChunk.Bytes(Stream.STDERR, text));
    return new Outcome.Exited(
        1, new Usage(Usage.NONE.wall(), Usage.NONE.cpu(), 0, text.length), state);
  }

  /** Of a run that returned. */
  static Outcome of(JsRun.End end, Instance guest, ContextState state, OutputSink sink) {
    Usage usage = guest.usage();
    return switch (end) {
      case JsRun.End.Exit(int code) -> new Outcome.Exited(code, usage, state);
      case JsRun.End.Failed(JsRun.Kind kind) -> failed(kind, guest, usage, state);
      case JsRun.End.Value value -> {
        show(value, sink);
        yield new Outcome.Exited(0, usage, state);
      }
    };
  }

  private static Outcome failed(JsRun.Kind kind, Instance guest, Usage usage, ContextState state) {
    return switch (kind) {
      // An interrupt may come to light as the rejection of the promise it struck.
      case ERROR ->
          guest
              .stopCause()
              .map(cause -> GuestOutcomes.stopped(cause, guest, state))
              .orElseGet(() -> new Outcome.Exited(1, usage, state));
      case MEMORY -> new Outcome.LimitExceeded(Limit.MEMORY, usage, state);
      case STACK -> new Outcome.LimitExceeded(Limit.STACK, usage, state);
      case INTERRUPTED ->
          GuestOutcomes.stopped(guest.stopCause().orElse(StopCause.CANCELLED), guest, state);
    };
  }

  private static void show(JsRun.End.Value value, OutputSink sink) {
    if (!value.text().isEmpty()) {
      Map<String, String> bundle = new HashMap<>();
      bundle.put("text/plain", value.text());
      value.json().ifPresent(json -> bundle.put("application/json", json));
      sink.accept(new OutputChunk.Rich(bundle, true));
    }
  }

  /** Of a run that did not return. */
  static Outcome of(GuestEnd end, Instance guest, ContextState state, Limits limits) {
    return outOfMemory(end, guest, limits)
        ? new Outcome.LimitExceeded(Limit.MEMORY, guest.usage(), state)
        : GuestOutcomes.of(end, guest, state);
  }

  /** The engine's own parts give up with a trap where its JavaScript would have thrown. */
  private static boolean outOfMemory(GuestEnd end, Instance guest, Limits limits) {
    return end instanceof GuestTrap trap
        && trap.kind() == GuestTrap.Kind.UNREACHABLE
        && guest.usage().peakMemoryBytes() > limits.memoryBytes() / 2;
  }
}
