package dev.codebeaker.runtime.wasm.wasmtime.javascript;

import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.Outcome.ContextState;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.wasm.WasmEngine.GuestSpec;
import dev.codebeaker.runtime.wasm.javascript.ProgramFiles;
import dev.codebeaker.runtime.wasm.wasmtime.Allowance;
import dev.codebeaker.runtime.wasm.wasmtime.GuestEnd;
import dev.codebeaker.runtime.wasm.wasmtime.Instance;
import dev.codebeaker.runtime.wasm.wasmtime.NativeGuest;
import org.jspecify.annotations.Nullable;

/** Programs: each runs in a fork of the base that is thrown away behind it. */
final class JavaScriptProgram extends NativeGuest {
  private final JavaScriptBase base;
  private final GuestSpec spec;
  private @Nullable Instance opened;

  JavaScriptProgram(JavaScriptBase base, GuestSpec spec) {
    this.base = base;
    this.spec = spec;
  }

  @Override
  public Outcome run(RunCode command, Limits limits, OutputSink sink) {
    runs.begin();
    try {
      String name = SourceFile.name(spec);
      SourceFile source = SourceFile.program(command.code(), name, base.types());
      return run(command, source, limits, sink);
    } catch (SourceFile.Unreadable e) {
      return JavaScriptEnds.unreadable(e, sink, ContextState.NONE);
    } finally {
      runs.end();
    }
  }

  private Outcome run(RunCode command, SourceFile source, Limits limits, OutputSink sink) {
    Instance fork = base.fresh(limits);
    opened = fork;
    base.image().overlay(fork);
    JavaScriptEnds.connect(fork, sink);
    try {
      JsRun.End end =
          runs.turn(
              fork,
              command.stdin(),
              Allowance.program(limits),
              () -> run(command, source, fork, limits));
      return JavaScriptEnds.of(end, fork, ContextState.NONE, sink);
    } catch (GuestEnd e) {
      return JavaScriptEnds.of(e, fork, ContextState.NONE, limits);
    }
  }

  private JsRun.End run(RunCode command, SourceFile source, Instance fork, Limits limits) {
    String name = SourceFile.name(spec);
    Places places = new Places();
    source.map().ifPresent(map -> places.add(name, map));
    JsMachine machine = base.machine(fork, new ProgramFiles(spec.workspace()), places, limits);
    try {
      machine.begin(command, name);
    } catch (QuickJs.Thrown e) {
      throw ServiceException.of(ErrorCode.RUNTIME_FAILED, "a fresh JavaScript guest failed");
    }
    return new JsRun(machine).program(source.script(), name);
  }

  /** Unmapping takes a while, and the outcome does not wait for it. */
  @Override
  protected void release() {
    if (opened != null) {
      opened.close();
    }
  }
}
