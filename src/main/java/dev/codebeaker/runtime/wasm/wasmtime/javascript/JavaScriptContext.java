package dev.codebeaker.runtime.wasm.wasmtime.javascript;

import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.Outcome.ContextState;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.runtime.Settling;
import dev.codebeaker.runtime.wasm.WasmEngine.GuestSpec;
import dev.codebeaker.runtime.wasm.javascript.ProgramFiles;
import dev.codebeaker.runtime.wasm.wasmtime.Allowance;
import dev.codebeaker.runtime.wasm.wasmtime.ForkedContext;
import dev.codebeaker.runtime.wasm.wasmtime.GuestEnd;
import dev.codebeaker.runtime.wasm.wasmtime.Instance;
import dev.codebeaker.runtime.wasm.wasmtime.NativeGuest;
import dev.codebeaker.runtime.wasm.wasmtime.StopPatience;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A context: turns are scripts in one global scope, as in an interactive shell. */
final class JavaScriptContext extends NativeGuest {
  private final JavaScriptBase base;
  private final GuestSpec spec;
  private final StopPatience patience;
  private final Places places = new Places();
  private final ForkedContext context;
  private @Nullable JsMachine machine;

  JavaScriptContext(JavaScriptBase base, GuestSpec spec, StopPatience patience) {
    this.base = base;
    this.spec = spec;
    this.patience = patience;
    this.context = new ForkedContext(() -> base.fresh(spec.limits()), base.image(), fork -> {});
  }

  @Override
  public Outcome run(RunCode command, Limits limits, OutputSink sink) {
    runs.begin();
    try {
      String name = SourceFile.name(spec);
      SourceFile source = SourceFile.turn(command.code(), name, base.types());
      return run(command, source, limits, sink);
    } catch (SourceFile.Unreadable e) {
      return JavaScriptEnds.unreadable(e, sink, ContextState.KEPT);
    } finally {
      runs.end();
    }
  }

  private Outcome run(RunCode command, SourceFile source, Limits limits, OutputSink sink) {
    Instance fork = context.instance();
    JavaScriptEnds.connect(fork, sink);
    boolean returned = false;
    try {
      JsRun.End end =
          runs.turn(
              fork,
              command.stdin(),
              Allowance.turn(limits, patience),
              () -> run(command, source, fork));
      returned = true;
      return JavaScriptEnds.of(end, fork, left(end), sink);
    } catch (GuestEnd e) {
      returned = true;
      return JavaScriptEnds.of(e, fork, context.bad(), spec.limits());
    } finally {
      if (!returned) {
        context.bad();
      }
    }
  }

  /**
   * A turn that ran out of memory is undone: what it took would stay taken, since the memory of an
   * instance never shrinks.
   */
  private ContextState left(JsRun.End end) {
    return end instanceof JsRun.End.Failed(JsRun.Kind kind) && kind == JsRun.Kind.MEMORY
        ? context.bad()
        : context.good();
  }

  private JsRun.End run(RunCode command, SourceFile source, Instance fork) {
    JsMachine current = machine;
    if (current == null || current.js().guest() != fork) {
      current = base.machine(fork, new ProgramFiles(spec.workspace()), places, spec.limits());
      machine = current;
    }
    String name = SourceFile.name(spec);
    int before = places.addTurn(source.script(), name, source.map());
    JsRun run = new JsRun(current);
    try {
      current.begin(command, name);
    } catch (QuickJs.Thrown e) {
      return new JsRun.End.Failed(JsRun.Kind.MEMORY);
    }
    return run.turn("\n".repeat(before) + source.script());
  }

  @Override
  public Optional<Settling> settle() {
    Optional<Settling> done = context.settle();
    runs.ready();
    return done;
  }

  @Override
  protected void release() {
    context.close();
  }
}
