package dev.codebeaker.runtime.wasm.wasmtime.python;

import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.runtime.Settling;
import dev.codebeaker.runtime.wasm.WasmEngine.GuestSpec;
import dev.codebeaker.runtime.wasm.wasmtime.Allowance;
import dev.codebeaker.runtime.wasm.wasmtime.ForkedContext;
import dev.codebeaker.runtime.wasm.wasmtime.Instance;
import dev.codebeaker.runtime.wasm.wasmtime.NativeGuest;
import dev.codebeaker.runtime.wasm.wasmtime.StopPatience;
import dev.codebeaker.runtime.wasm.wasmtime.python.PythonRequest.Mode;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A context: a fork of a base that keeps what its turns leave. */
final class PythonContext extends NativeGuest {
  private final GuestSpec spec;
  private final StopPatience patience;
  private final Function<String, PythonBase> bases;
  private @Nullable ForkedContext context;
  private int turns;

  /**
   * @param bases gives the base for a context whose first turn is this code
   */
  PythonContext(Function<String, PythonBase> bases, GuestSpec spec, StopPatience patience) {
    this.bases = bases;
    this.spec = spec;
    this.patience = patience;
  }

  private ForkedContext context(String code) {
    if (context == null) {
      PythonBase base = bases.apply(code);
      context =
          new ForkedContext(
              () -> base.open(spec.workspace().hostPath(), spec.scratch(), spec.limits()),
              base.image(),
              fork -> {}); // the driver does what a fork has to do
    }
    return context;
  }

  @Override
  public Outcome run(RunCode command, Limits limits, OutputSink sink) {
    turns++;
    byte[] request = PythonRequest.of(Mode.TURN, "<turn " + turns + ">", command).encoded();
    ForkedContext context = context(command.code());
    runs.begin();
    try {
      Instance guest = context.instance();
      return new PythonTurn(guest, limits, spec.limits().memoryBytes(), sink)
          .run(
              runs,
              command.stdin(),
              Allowance.turn(limits, patience),
              request,
              context::good,
              context::bad);
    } finally {
      runs.end();
    }
  }

  @Override
  public Optional<Settling> settle() {
    Optional<Settling> done = context == null ? Optional.empty() : context.settle();
    runs.ready();
    return done;
  }

  @Override
  protected void release() {
    if (context != null) {
      context.close();
    }
  }
}
