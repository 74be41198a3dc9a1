package dev.codebeaker.runtime.wasm.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Exports added to a binary that has only names for them. */
@ExtendWith(OnGuestThread.class)
class WasmExportsTest {
  private static final InstanceSpec SPEC =
      new InstanceSpec(List.of("test"), Map.of(), List.of(), EnginePackFixture.LIMITS);
  private static final byte[] MODULE =
      EnginePackFixture.engine()
          .binary(
              "(module (memory (export \"memory\") 1) (global $g (mut i32) (i32.const 5))"
                  + "(func $hidden (result i32) (global.get $g)))");

  @Test
  void hiddenFunctionsAndGlobalsBecomeExports() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment wasm = arena.allocateFrom(ValueLayout.JAVA_BYTE, MODULE);
      MemorySegment patched = WasmExports.add(wasm, List.of("hidden", "global:g", "memory"), arena);
      NativeEngine engine = EnginePackFixture.engine();
      try (ModuleLinker linker = new ModuleLinker(engine, List.of());
          CompiledModule module = engine.compile(patched);
          ModuleHandle handle = linker.link(module);
          Instance guest = Instance.open(handle, SPEC)) {
        guest.global("g", 7);
        assertThat((int) guest.call("hidden")).isEqualTo(7);
      }
    }
  }

  @Test
  void anUnknownNameIsAnError() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment wasm = arena.allocateFrom(ValueLayout.JAVA_BYTE, MODULE);
      assertThatThrownBy(() -> WasmExports.add(wasm, List.of("nothing"), arena))
          .isInstanceOf(WasmtimeException.class)
          .hasMessageContaining("nothing");
    }
  }
}
