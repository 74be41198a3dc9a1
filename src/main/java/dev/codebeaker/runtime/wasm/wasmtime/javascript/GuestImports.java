package dev.codebeaker.runtime.wasm.wasmtime.javascript;

import dev.codebeaker.runtime.wasm.wasmtime.HostArguments;
import dev.codebeaker.runtime.wasm.wasmtime.HostFunction;
import dev.codebeaker.runtime.wasm.wasmtime.Instance;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What the QuickJS module imports: each goes to the {@link JsMachine} beside the instance. */
final class GuestImports {
  private static final String MODULE = "env";
  private static final int NOT_FOUND = 0;

  static final List<HostFunction> ALL =
      List.of(
          new HostFunction(MODULE, "host_call", "iiiii", "i", GuestImports::call),
          new HostFunction(MODULE, "host_interrupt", "", "i", GuestImports::interrupt),
          new HostFunction(MODULE, "host_module_normalize", "iiiii", "i", GuestImports::normalize),
          new HostFunction(MODULE, "host_module_load", "iii", "i", GuestImports::load));

  private GuestImports() {}

  private static long call(Instance guest, HostArguments a) {
    JsMachine machine = machine(guest);
    if (a.i32(1) == 0) {
      machine.rejections().told(a.u32(0), a.i32(3) != 0);
      return 0;
    }
    String name = text(machine, a, 0);
    int[] arguments = new int[Math.clamp(a.i32(3), 0, 8)];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = machine.js().readInt(a.u32(4) + 4L * i);
    }
    return HostCall.of(name).map(call -> machine.call(call, arguments)).orElse(QuickJs.REFUSED);
  }

  private static long interrupt(Instance guest, HostArguments a) {
    // while a base is built there is no machine, and nothing to stop for
    return guest.attached(JsMachine.class).filter(JsMachine::interrupts).isPresent() ? 1 : 0;
  }

  private static long normalize(Instance guest, HostArguments a) {
    JsMachine machine = machine(guest);
    return answer(
        machine, machine.modules().resolve(text(machine, a, 0), text(machine, a, 2)), a.u32(4));
  }

  private static long load(Instance guest, HostArguments a) {
    JsMachine machine = machine(guest);
    return answer(machine, machine.modules().source(text(machine, a, 0)), a.u32(2));
  }

  private static JsMachine machine(Instance guest) {
    return guest
        .attached(JsMachine.class)
        .orElseThrow(() -> new IllegalStateException("the prelude needs no host to load"));
  }

  private static String text(JsMachine machine, HostArguments a, int pointer) {
    return machine.js().name(a.i32(pointer), a.i32(pointer + 1));
  }

  /** The guest takes over the text, and finds its length where it said. */
  private static long answer(JsMachine machine, Optional<String> text, long lengthAt) {
    if (text.isEmpty()) {
      return NOT_FOUND;
    }
    byte[] bytes = text.get().getBytes(StandardCharsets.UTF_8);
    int at = machine.js().copyIn(bytes);
    machine.js().writeInt(lengthAt, bytes.length);
    return at;
  }
}
