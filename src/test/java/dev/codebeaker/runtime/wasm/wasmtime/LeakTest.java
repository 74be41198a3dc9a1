package dev.codebeaker.runtime.wasm.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Guests leave no descriptor, mapping or memory behind. */
@ExtendWith(OnGuestThread.class)
class LeakTest {
  private static final int CYCLES = 300;
  private static final String HELLO =
      Wat.module("(func (export \"add\") (result i32) (i32.const 1))");

  @TempDir Path directory;

  @Test
  void openingAndClosingLeavesNothing() throws IOException {
    NativeEngine engine = EnginePackFixture.engine();
    try (ModuleLinker linker = new ModuleLinker(engine, java.util.List.of());
        CompiledModule module = engine.compile(engine.binary(HELLO));
        ModuleHandle handle = linker.link(module);
        Instance parent = open(handle);
        MemoryImage image = MemoryImage.capture(parent)) {
      cycles(handle, image, 100);
      long descriptors = descriptors();
      long mappings = mappings();
      cycles(handle, image, CYCLES);
      assertThat(descriptors()).isBetween(descriptors - 4, descriptors + 4);
      assertThat(mappings()).isBetween(mappings - 20, mappings + 20);
    }
  }

  private void cycles(ModuleHandle handle, MemoryImage image, int count) {
    for (int i = 0; i < count; i++) {
      try (Instance guest = open(handle);
          Delta delta = new Delta(image, 1 << 20)) {
        image.overlay(guest);
        guest.call("add");
        guest.memory().set(java.lang.foreign.ValueLayout.JAVA_INT, 5000, i);
        delta.take(guest);
      }
    }
  }

  private Instance open(ModuleHandle handle) {
    return Instance.open(
        handle,
        new InstanceSpec(
            java.util.List.of("test"),
            java.util.Map.of(),
            java.util.List.of(new InstanceSpec.Mount(directory, "/workspace", true)),
            EnginePackFixture.LIMITS));
  }

  private static long descriptors() throws IOException {
    try (var list = Files.list(Path.of("/proc/self/fd"))) {
      return list.count();
    }
  }

  private static long mappings() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/self/maps"))) {
      return lines.count();
    }
  }
}
