package dev.codebeaker.runtime.wasm.wasmtime;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * wasmtime's own WASI for one instance, through {@link Trampoline}s that are instantiated at their
 * first use: most turns touch no file.
 */
final class PlainWasi {
  private static final int PATH_AT = 1024;
  private static final int OPEN_DIRECTORY = 2;

  private final NativeEngine engine;
  private final GuestStore store;
  private @Nullable Map<String, MemorySegment> forwarder;
  private @Nullable Map<String, MemorySegment> prober;
  private MemorySegment page = MemorySegment.NULL;

  PlainWasi(NativeEngine engine, GuestStore store) {
    this.engine = engine;
    this.store = store;
  }

  /** wasmtime's answer to a call of the guest. */
  int forward(String name, long... arguments) {
    Map<String, MemorySegment> functions = forwarder;
    if (functions == null) {
      functions = instantiate(Trampoline.FORWARDER);
      forwarder = functions;
    }
    return (int) store.callInside(function(functions, name), arguments);
  }

  /** The attributes of a file, or empty where the number is not open. */
  java.util.Optional<FileStat> stat(int fd) {
    if (probe("fd_filestat_get", fd, 0) != Errno.SUCCESS) {
      return java.util.Optional.empty();
    }
    MemorySegment stat = page();
    return java.util.Optional.of(
        new FileStat(stat.get(JAVA_BYTE, 16), stat.get(JAVA_LONG, 24), stat.get(JAVA_LONG, 32)));
  }

  /**
   * @param type of WASI: 4 is a regular file
   */
  record FileStat(byte type, long links, long size) {
    boolean isOrphan() {
      return type == 4 && links == 0;
    }
  }

  /** A clock as the guest reads it: the zero of the monotonic one is wasmtime's own. */
  long clock(int id) {
    return probe("clock_time_get", id, 0, 0) == Errno.SUCCESS ? page().get(JAVA_LONG, 0) : 0;
  }

  /**
   * In a fork: fills the numbers of files its parent had open, in which its interpreter still
   * believes, with a directory, so that none is given to another file.
   */
  void occupy(java.util.Collection<Integer> numbers) {
    if (numbers.isEmpty()) {
      return;
    }
    int last = java.util.Collections.max(numbers);
    List<Integer> extra = new ArrayList<>();
    int fd;
    do {
      fd = openFirstMount();
      if (!numbers.contains(fd)) {
        extra.add(fd);
      }
    } while (fd < last);
    extra.forEach(number -> probe("fd_close", number));
  }

  private int openFirstMount() {
    if (prober == null) {
      prober = instantiate(Trampoline.PROBER);
    }
    page().set(JAVA_BYTE, PATH_AT, (byte) '.');
    int errno = probe("path_open", 3, 0, PATH_AT, 1, OPEN_DIRECTORY, 0, 0, 0, 0);
    if (errno != Errno.SUCCESS) {
      throw new WasmtimeException("a descriptor can not be occupied: errno " + errno);
    }
    return page().get(JAVA_INT, 0);
  }

  private int probe(String name, long... arguments) {
    Map<String, MemorySegment> functions = prober;
    if (functions == null) {
      functions = instantiate(Trampoline.PROBER);
      prober = functions;
    }
    return (int) store.callInside(function(functions, name), arguments);
  }

  private MemorySegment page() {
    return store.data(page);
  }

  private static MemorySegment function(Map<String, MemorySegment> functions, String name) {
    MemorySegment function = functions.get(name);
    if (function == null) {
      throw new WasmtimeException("no trampoline for " + name);
    }
    return function;
  }

  private Map<String, MemorySegment> instantiate(Trampoline which) {
    Map<String, MemorySegment> functions = new HashMap<>();
    try (Arena arena = Arena.ofConfined()) {
      List<MemorySegment> imports = new ArrayList<>();
      which.calls().forEach(call -> imports.add(own(arena, call.name())));
      if (which == Trampoline.FORWARDER) {
        imports.add(store.memoryExtern(arena));
      }
      MemorySegment instance = store.instantiate(engine.trampoline(which), imports);
      for (Trampoline.Call call : which.calls()) {
        functions.put(
            call.name(), store.find(instance, call.name(), GuestStore.FUNCTION).orElseThrow());
      }
      if (which == Trampoline.PROBER) {
        page = store.find(instance, "memory", GuestStore.MEMORY).orElseThrow();
      }
    }
    return functions;
  }

  private MemorySegment own(Arena arena, String name) {
    MemorySegment extern = arena.allocate(32, 8);
    MemorySegment module = arena.allocateFrom(WasiImports.MODULE);
    MemorySegment text = arena.allocateFrom(name);
    if (!Wasmtime.linkerGet(
        engine.plainLinker(),
        store.context(),
        module,
        module.byteSize() - 1,
        text,
        text.byteSize() - 1,
        extern)) {
      throw new WasmtimeException("wasmtime's WASI has no " + name);
    }
    return extern;
  }
}
