package dev.codebeaker.runtime.wasm.wasmtime;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Gives a store its arguments, environment and mounts. */
final class WasiSettings {
  private WasiSettings() {}

  /**
   * @throws WasmtimeException if a mount can not be opened
   */
  static void apply(MemorySegment context, InstanceSpec spec) {
    MemorySegment wasi = WasmtimeStore.wasiNew();
    try (Arena arena = Arena.ofConfined()) {
      List<String> names = new ArrayList<>(spec.env().keySet());
      List<String> values = names.stream().map(spec.env()::get).toList();
      boolean accepted =
          WasmtimeStore.wasiArgv(wasi, spec.args().size(), strings(arena, spec.args()))
              && WasmtimeStore.wasiEnv(
                  wasi, names.size(), strings(arena, names), strings(arena, values));
      for (InstanceSpec.Mount mount : spec.mounts()) {
        accepted &=
            WasmtimeStore.wasiPreopen(
                wasi,
                arena.allocateFrom(mount.host().toString()),
                arena.allocateFrom(mount.guest()),
                mount.writable());
      }
      WasmtimeErrors.check(WasmtimeStore.setWasi(context, wasi)); // takes the settings
      if (!accepted) {
        throw new WasmtimeException("the guest's arguments or mounts were refused: " + spec);
      }
    }
  }

  private static MemorySegment strings(Arena arena, Collection<String> texts) {
    MemorySegment pointers = arena.allocate(ADDRESS, texts.size() + 1L);
    int i = 0;
    for (String text : texts) {
      pointers.setAtIndex(ADDRESS, i++, arena.allocateFrom(text));
    }
    return pointers;
  }
}
