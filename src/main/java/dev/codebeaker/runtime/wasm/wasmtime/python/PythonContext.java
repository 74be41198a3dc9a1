package dev.codebeaker.runtime.wasm.wasmtime.python;

import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.runtime.wasm.WasmEngine.GuestSpec;
import dev.codebeaker.runtime.wasm.wasmtime.Allowance;
import dev.codebeaker.runtime.wasm.wasmtime.ForkedContext;
import dev.codebeaker.runtime.wasm.wasmtime.Instance;
import dev.codebeaker.runtime.wasm.wasmtime.NativeGuest;
import dev.codebeaker.runtime.wasm.wasmtime.python.PythonRequest.Mode;
import java.time.Duration;

/** A context: a fork of a base that keeps what its turns leave. */
final class PythonContext extends NativeGuest {
  private final GuestSpec spec;
  private final Duration grace;
  private final ForkedContext context;
  private int turns;

  PythonContext(PythonBase base, GuestSpec spec, Duration grace) {
    this.spec = spec;
    this.grace = grace;
    this.context =
        new ForkedContext(
            () -> base.open(spec.workspace().hostPath(), spec.scratch(), spec.limits()),
            base.image(),
            fork -> {}); // the driver does what a fork has to do
  }

  @Override
  public Outcome run(RunCode command, Limits limits, OutputSink sink) {
    turns++;
    byte[] request = PythonRequest.of(Mode.TURN, "<turn " + turns + ">", command).encoded();
    runs.begin();
    try {
      Instance guest = context.instance();
      return new PythonTurn(guest, limits, spec.limits().memoryBytes(), sink)
          .run(
              runs,
              command.stdin(),
              Allowance.turn(limits, grace),
              request,
              context::good,
              context::bad);
    } finally {
      runs.end();
    }
  }

  @Override
  public void settle() {
    context.settle();
    super.settle();
  }

  @Override
  protected void release() {
    context.close();
  }
}
