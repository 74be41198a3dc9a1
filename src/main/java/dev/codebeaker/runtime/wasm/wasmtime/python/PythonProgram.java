package dev.codebeaker.runtime.wasm.wasmtime.python;

import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.Outcome.ContextState;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.runtime.wasm.WasmEngine.GuestSpec;
import dev.codebeaker.runtime.wasm.wasmtime.Allowance;
import dev.codebeaker.runtime.wasm.wasmtime.Instance;
import dev.codebeaker.runtime.wasm.wasmtime.NativeGuest;
import dev.codebeaker.runtime.wasm.wasmtime.python.PythonRequest.Mode;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A program: a fork of a base that is gone when it has ended. */
final class PythonProgram extends NativeGuest {
  private final Function<String, PythonBase> bases;
  private final GuestSpec spec;
  private @Nullable Instance opened;

  /**
   * @param bases gives the base for a program
   */
  PythonProgram(Function<String, PythonBase> bases, GuestSpec spec) {
    this.bases = bases;
    this.spec = spec;
  }

  @Override
  public Outcome run(RunCode command, Limits limits, OutputSink sink) {
    byte[] request = PythonRequest.of(Mode.PROGRAM, spec.toolchain().fileName(), command).encoded();
    PythonBase base = bases.apply(command.code());
    runs.begin();
    try {
      Instance guest = base.open(spec.workspace().hostPath(), spec.scratch(), limits);
      opened = guest;
      base.image().overlay(guest);
      return new PythonTurn(guest, limits, limits.memoryBytes(), sink)
          .run(
              runs,
              command.stdin(),
              Allowance.program(limits),
              request,
              () -> ContextState.NONE,
              () -> ContextState.NONE);
    } finally {
      runs.end();
    }
  }

  /** Unmapping takes a while, and the outcome does not wait for it. */
  @Override
  protected void release() {
    if (opened != null) {
      opened.close();
    }
  }
}
