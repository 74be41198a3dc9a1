package dev.codebeaker.runtime.wasm.wasmtime.python;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.codebeaker.execution.Limits;
import dev.codebeaker.runtime.wasm.wasmtime.GentleStop;
import dev.codebeaker.runtime.wasm.wasmtime.HostFunction;
import dev.codebeaker.runtime.wasm.wasmtime.Instance;
import dev.codebeaker.runtime.wasm.wasmtime.InstanceSpec;
import dev.codebeaker.runtime.wasm.wasmtime.InstanceSpec.Mount;
import dev.codebeaker.runtime.wasm.wasmtime.ModuleHandle;
import dev.codebeaker.workspace.WorkspacePath;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The interpreter's module: how it is instantiated, called and interrupted. */
final class Interpreter {
  /** What the module must export beside what it does: for {@link #interrupt}. */
  static final List<String> EXPORTS = List.of("PyErr_SetInterruptEx", "global:__stack_pointer");

  /** The door to functions of the host, of which there are none. */
  static final HostFunction NO_HOST_CALLS =
      new HostFunction("host", "call", "iiii", "i", (guest, arguments) -> -1);

  private static final List<String> ARGS = List.of("python");
  private static final Map<String, String> ENVIRONMENT =
      Map.of("HOME", "/tmp", "TMPDIR", "/tmp", "MPLCONFIGDIR", "/tmp", "PYTHONTZPATH", "");
  private static final String SCRATCH = "/tmp";
  private static final String STACK_POINTER = "__stack_pointer";
  private static final int SIGINT = 2;

  /** What a function may use below the stack pointer without moving it is less. */
  private static final int BELOW_STACK = 256;

  private final ModuleHandle module;
  private final PythonLibrary library;
  private volatile InterruptFlags flags = InterruptFlags.UNKNOWN;

  Interpreter(ModuleHandle module, PythonLibrary library) {
    this.module = module;
    this.library = library;
  }

  /** A fresh one; it is started already, and has no driver. */
  Instance open(Path workspace, Path scratch, Limits limits) {
    List<Mount> mounts = new ArrayList<>(library.mounts());
    mounts.add(new Mount(workspace, WorkspacePath.MOUNT, true));
    mounts.add(new Mount(scratch, SCRATCH, true));
    Instance guest = Instance.open(module, new InstanceSpec(ARGS, ENVIRONMENT, mounts, limits));
    guest.onGentleStop(new Interrupt(guest));
    return guest;
  }

  /**
   * Hands over a request, or source text where there is no driver yet, and lets it be run.
   *
   * @return false if the guest has no memory left to take it; nothing was run then
   */
  static boolean send(Instance guest, byte[] request) {
    long at = Integer.toUnsignedLong((int) guest.call("host_alloc", request.length));
    if (at == 0) {
      return false;
    }
    MemorySegment.copy(request, 0, guest.memory(), JAVA_BYTE, at, request.length);
    guest.call("turn", at, request.length);
    return true;
  }

  /** Finds out once how an interrupt shows, in a guest of which nothing is needed afterwards. */
  void watchInterrupt(Instance guest) {
    if (!flags.addresses().isEmpty()) {
      return;
    }
    long stackTop = Integer.toUnsignedLong(guest.global(STACK_POINTER));
    flags = InterruptFlags.find(guest, stackTop, () -> interrupt(guest));
  }

  private final class Interrupt implements GentleStop {
    private final Instance guest;

    Interrupt(Instance guest) {
      this.guest = guest;
    }

    @Override
    public void ask() {
      interrupt(guest);
    }

    @Override
    public boolean isNoticed() {
      return flags.areTaken(guest);
    }
  }

  /** As a signal handler does, this only sets flags; what it interrupts may be anything. */
  private static void interrupt(Instance guest) {
    int stackPointer = guest.global(STACK_POINTER);
    guest.global(STACK_POINTER, stackPointer - BELOW_STACK);
    guest.callBack("PyErr_SetInterruptEx", SIGINT);
    guest.global(STACK_POINTER, stackPointer);
  }
}
