package dev.codebeaker.runtime.wasm.wasmtime;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Adds exports to a wasm binary for functions and globals it has only by name, in its "name"
 * section. Nothing else of the module changes. The module is our own: it is not checked.
 */
public final class WasmExports {
  private static final String GLOBAL = "global:";
  private static final int HEADER = 8;
  private static final int CUSTOM = 0;
  private static final int EXPORTS = 7;
  private static final int FUNCTION_NAMES = 1;
  private static final int GLOBAL_NAMES = 7;

  private final MemorySegment wasm;
  private long at = HEADER;
  private final Map<String, Integer> functions = new HashMap<>();
  private final Map<String, Integer> globals = new HashMap<>();
  private long start;
  private long body;
  private long end;

  private WasmExports(MemorySegment wasm) {
    this.wasm = wasm;
  }

  /**
   * @param names of functions; of globals with {@code global:} before them
   * @return the module with these exports, in the arena
   * @throws WasmtimeException if it has no such name
   */
  public static MemorySegment add(MemorySegment wasm, Collection<String> names, Arena arena) {
    WasmExports module = new WasmExports(wasm);
    module.read();
    byte[] section = module.section(names);
    long rest = wasm.byteSize() - module.end;
    MemorySegment patched = arena.allocate(module.start + section.length + rest);
    MemorySegment.copy(wasm, 0, patched, 0, module.start);
    MemorySegment.copy(section, 0, patched, JAVA_BYTE, module.start, section.length);
    MemorySegment.copy(wasm, module.end, patched, module.start + section.length, rest);
    return patched;
  }

  private void read() {
    while (at < wasm.byteSize()) {
      long from = at;
      int id = next();
      long size = number();
      long stop = at + size;
      if (id == EXPORTS) {
        start = from;
        body = at;
        end = stop;
      } else if (id == CUSTOM && text().equals("name")) {
        readNames(stop);
      }
      at = stop;
    }
    if (end == 0) {
      throw new WasmtimeException("the module exports nothing");
    }
  }

  private void readNames(long stop) {
    while (at < stop) {
      int kind = next();
      long size = number();
      long behind = at + size;
      if (kind == FUNCTION_NAMES || kind == GLOBAL_NAMES) {
        Map<String, Integer> into = kind == FUNCTION_NAMES ? functions : globals;
        for (int left = number(); left > 0; left--) {
          int index = number();
          into.putIfAbsent(text(), index);
        }
      }
      at = behind;
    }
  }

  private byte[] section(Collection<String> names) {
    at = body;
    int count = number();
    long entriesAt = at;
    Set<String> present = new HashSet<>();
    for (int i = 0; i < count; i++) {
      present.add(text());
      next();
      number();
    }
    ByteArrayOutputStream entries = new ByteArrayOutputStream();
    entries.writeBytes(wasm.asSlice(entriesAt, end - entriesAt).toArray(JAVA_BYTE));
    for (String wanted : names) {
      boolean global = wanted.startsWith(GLOBAL);
      String name = global ? wanted.substring(GLOBAL.length()) : wanted;
      if (present.add(name)) {
        export(entries, name, global);
        count++;
      }
    }
    return section(count, entries.toByteArray());
  }

  private void export(ByteArrayOutputStream entries, String name, boolean global) {
    Integer index = (global ? globals : functions).get(name);
    if (index == null) {
      throw new WasmtimeException("the module has nothing named " + name);
    }
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    number(entries, bytes.length);
    entries.writeBytes(bytes);
    entries.write(global ? 3 : 0);
    number(entries, index);
  }

  private static byte[] section(int count, byte[] entries) {
    ByteArrayOutputStream counted = new ByteArrayOutputStream();
    number(counted, count);
    counted.writeBytes(entries);
    ByteArrayOutputStream section = new ByteArrayOutputStream();
    section.write(EXPORTS);
    number(section, counted.size());
    section.writeBytes(counted.toByteArray());
    return section.toByteArray();
  }

  private int next() {
    return wasm.get(JAVA_BYTE, at++) & 0xFF;
  }

  /** Seven bits a byte, the lowest first. */
  private int number() {
    int result = 0;
    int shift = 0;
    int part;
    do {
      part = next();
      result |= (part & 0x7F) << shift;
      shift += 7;
    } while (part >= 0x80);
    return result;
  }

  private String text() {
    int length = number();
    byte[] bytes = wasm.asSlice(at, length).toArray(JAVA_BYTE);
    at += length;
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static void number(ByteArrayOutputStream out, int value) {
    int left = value;
    while (left > 0x7F || left < 0) {
      out.write(left & 0x7F | 0x80);
      left >>>= 7;
    }
    out.write(left);
  }
}
