package dev.codebeaker.runtime.wasm.java.javascript;

import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.Outcome.ContextState;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.execution.Usage;
import dev.codebeaker.runtime.Settling;
import dev.codebeaker.runtime.wasm.WasmEngine.GuestSpec;
import dev.codebeaker.runtime.wasm.WasmGuest;
import dev.codebeaker.runtime.wasm.java.Endings;
import dev.codebeaker.runtime.wasm.java.HeapBudget;
import dev.codebeaker.runtime.wasm.java.MemoryMeter;
import dev.codebeaker.runtime.wasm.java.Output;
import dev.codebeaker.runtime.wasm.java.Run;
import dev.codebeaker.runtime.wasm.java.RunGate;
import dev.codebeaker.runtime.wasm.java.StdinPipe;
import dev.codebeaker.runtime.wasm.javascript.ProgramFiles;
import java.util.Optional;

/** A JavaScript program about to run, or a context between turns. */
final class JavaScriptGuest implements WasmGuest {
  private final RunGate gate;
  private final StdinPipe stdin = new StdinPipe();
  private final ProgramFiles files;
  private final LiveContext context;

  JavaScriptGuest(PreparedInterpreter base, HeapBudget heap, GuestSpec spec, RunGate gate) {
    this.gate = gate;
    this.files = new ProgramFiles(spec.workspace());
    this.context = new LiveContext(base, heap, spec);
  }

  @Override
  public Outcome run(RunCode command, Limits limits, OutputSink sink) {
    Run run = gate.enter(limits);
    try {
      stdin.begin(command.stdin());
      return run(command, limits, new Output(sink, run::stop, limits.outputBytes()), run);
    } finally {
      stdin.clear();
      gate.leave(run);
    }
  }

  private Outcome run(RunCode command, Limits limits, Output output, Run run) {
    MemoryMeter meter = context.meter();
    meter.limitTo(limits.memoryBytes());
    meter.forgetRefusal();
    ScriptRun script = new ScriptRun(command, output, stdin, files, meter::peak);
    try {
      context.evaluate(script);
      return Reports.outcome(script, usage(run, meter, output), kept(command));
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      Throwable cause = context.stackIsFull() ? new StackOverflowError() : e;
      boolean refused = meter.refused();
      Usage usage = usage(run, meter, output);
      ContextState state = context.lose(ScriptRun.isTurn(command));
      return Endings.thrown(cause, run.stopped(), refused, usage, state);
    }
  }

  private static ContextState kept(RunCode command) {
    return ScriptRun.isTurn(command) ? ContextState.KEPT : ContextState.NONE;
  }

  private static Usage usage(Run run, MemoryMeter meter, Output output) {
    return run.usage(meter.peak(), output.written());
  }

  @Override
  public Optional<Settling> settle() {
    return context.checkpoint();
  }

  @Override
  public void stop(String reason) {
    gate.stop(reason);
  }

  @Override
  public void input(byte[] data) {
    stdin.add(data);
  }

  @Override
  public void endInput() {
    stdin.end();
  }

  @Override
  public void close() {
    gate.close();
    context.close();
  }
}
