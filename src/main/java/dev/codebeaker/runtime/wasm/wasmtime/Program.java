package dev.codebeaker.runtime.wasm.wasmtime;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.Outcome.ContextState;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.runtime.wasm.WasmEngine.GuestSpec;
import dev.codebeaker.workspace.WorkspacePath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One run of a module's {@code _start}, stopped hard at its limits.
 *
 * @param args its own name first
 */
record Program(GuestSpec spec, GuestRuns runs, List<String> args) {
  private static final String START = "_start";

  Outcome run(ModuleHandle module, RunCode command, Limits limits, OutputSink sink) {
    Map<String, String> env = new HashMap<>(Map.of("PWD", WorkspacePath.MOUNT));
    env.putAll(command.env());
    InstanceSpec guestSpec =
        new InstanceSpec(args, env, GuestMounts.ofProgram(spec), guestLimits(limits));
    try (Instance guest = Instance.create(module, guestSpec)) {
      guest.onOutput(GuestSink.of(sink));
      return end(guest, command, limits);
    }
  }

  /** The files are the sandbox's; the rest is the run's. */
  private Limits guestLimits(Limits limits) {
    return spec.limits()
        .with(
            Map.of(
                Limit.MEMORY,
                Math.min(limits.memoryBytes(), spec.limits().memoryBytes()),
                Limit.OPEN_FILES,
                (long) Math.min(limits.openFiles(), spec.limits().openFiles())));
  }

  private Outcome end(Instance guest, RunCode command, Limits limits) {
    try {
      runs.turn(guest, command.stdin(), Allowance.program(limits), () -> start(guest));
      return new Outcome.Exited(0, guest.usage(), ContextState.NONE);
    } catch (GuestTrap trap) {
      return ranOutOfMemory(trap, guest, limits)
          ? new Outcome.LimitExceeded(Limit.MEMORY, guest.usage(), ContextState.NONE)
          : GuestOutcomes.of(trap, guest, ContextState.NONE);
    } catch (GuestEnd end) {
      return GuestOutcomes.of(end, guest, ContextState.NONE);
    } catch (WasmtimeException e) {
      return refused(e, guest);
    }
  }

  private static boolean start(Instance guest) {
    guest.instantiate();
    if (!guest.hasFunction(START)) {
      throw ModuleCode.invalid("the module exports no function " + START);
    }
    guest.callChecked(START);
    return true;
  }

  /** An allocator that is refused memory aborts; it has doubled what it had until then. */
  private static boolean ranOutOfMemory(GuestTrap trap, Instance guest, Limits limits) {
    return trap.kind() == GuestTrap.Kind.UNREACHABLE
        && guest.memory().byteSize() > limits.memoryBytes() / 2;
  }

  private static Outcome refused(WasmtimeException refusal, Instance guest) {
    if (String.valueOf(refusal.getMessage()).contains("exceeds memory limits")) {
      return new Outcome.LimitExceeded(Limit.MEMORY, guest.usage(), ContextState.NONE);
    }
    throw ModuleCode.invalid("the module can not be run: " + refusal.getMessage());
  }
}
