package dev.codebeaker.runtime.wasm.wasmtime.python;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.Outcome.ContextState;
import dev.codebeaker.execution.OutputChunk;
import dev.codebeaker.execution.OutputChunk.Stream;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.execution.Stdin;
import dev.codebeaker.language.Ending;
import dev.codebeaker.runtime.wasm.wasmtime.Allowance;
import dev.codebeaker.runtime.wasm.wasmtime.GuestEnd;
import dev.codebeaker.runtime.wasm.wasmtime.GuestOutcomes;
import dev.codebeaker.runtime.wasm.wasmtime.GuestRuns;
import dev.codebeaker.runtime.wasm.wasmtime.GuestTrap;
import dev.codebeaker.runtime.wasm.wasmtime.Instance;
import java.util.Optional;
import java.util.function.Supplier;

/** One execution of a guest, from its request to its outcome. */
final class PythonTurn {
  /** What is shown counts against the output's limit, and what tells its end has room beside it. */
  private static final int ROOM_FOR_END = 4096;

  private static final int STDOUT = 1;

  /** An interpreter that is this close to its limit when it traps has failed to get memory. */
  private static final long NEARLY_FULL = 4L << 20;

  private final Instance guest;
  private final Limits limits;
  private final long memoryBytes;
  private final PythonAnswer answer;

  /**
   * @param memoryBytes the most the guest's memory can grow to
   */
  PythonTurn(Instance guest, Limits limits, long memoryBytes, OutputSink sink) {
    this.guest = guest;
    this.limits = limits;
    this.memoryBytes = memoryBytes;
    this.answer = new PythonAnswer(sink);
    guest.onOutput(
        (stream, bytes) ->
            sink.accept(
                new OutputChunk.Bytes(stream == STDOUT ? Stream.STDOUT : Stream.STDERR, bytes)));
  }

  /**
   * @param good what has become of the context if the interpreter is sound afterwards
   * @param bad what has become of it if not
   */
  Outcome run(
      GuestRuns runs,
      Stdin stdin,
      Allowance allowance,
      byte[] request,
      Supplier<ContextState> good,
      Supplier<ContextState> bad) {
    guest.exchange(new byte[0]);
    guest.responseCap((int) Math.min(Integer.MAX_VALUE, limits.outputBytes() + ROOM_FOR_END));
    guest.onControlWrite(answer::frame);
    try {
      boolean taken = runs.turn(guest, stdin, allowance, () -> Interpreter.send(guest, request));
      return taken
          ? returned(good, bad)
          : new Outcome.LimitExceeded(Limit.MEMORY, guest.usage(), good.get());
    } catch (GuestTrap trap) {
      ContextState state = bad.get();
      return isNearlyFull()
          ? new Outcome.LimitExceeded(Limit.MEMORY, guest.usage(), state)
          : GuestOutcomes.of(trap, guest, state);
    } catch (GuestEnd end) {
      return GuestOutcomes.of(end, guest, bad.get());
    } finally {
      guest.exchange(new byte[0]);
    }
  }

  private boolean isNearlyFull() {
    return guest.memory().byteSize() > memoryBytes - NEARLY_FULL;
  }

  private Outcome returned(Supplier<ContextState> good, Supplier<ContextState> bad) {
    Optional<Ending> end = answer.end();
    ContextState state = end.isPresent() ? good.get() : bad.get();
    if (guest.stopCause().isPresent()) {
      return GuestOutcomes.stopped(guest.stopCause().get(), guest, state);
    }
    return end.map(how -> outcome(how, state))
        .orElseGet(
            () -> new Outcome.Trapped("the interpreter did not answer", guest.usage(), state));
  }

  private Outcome outcome(Ending end, ContextState state) {
    return switch (end.how()) {
      case EXIT, EXCEPTION, INTERRUPT -> new Outcome.Exited(end.code(), guest.usage(), state);
      case OUT_OF_MEMORY -> new Outcome.LimitExceeded(Limit.MEMORY, guest.usage(), state);
      case TOO_DEEP -> new Outcome.LimitExceeded(Limit.STACK, guest.usage(), state);
    };
  }
}
