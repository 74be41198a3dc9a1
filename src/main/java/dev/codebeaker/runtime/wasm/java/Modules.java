package dev.codebeaker.runtime.wasm.java;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.WasmModule;

/** Decodes and validates modules, and keeps the ones used last. */
final class Modules {
  /**
   * What a byte of a module becomes in the heap, at most: a one-byte instruction is decoded into an
   * object of several words.
   */
  private static final int HEAP_PER_BYTE = 60;

  private static final int MAX_KEPT = 32;

  private final HeapBudget budget;
  private final long keptBytes;
  private final LinkedHashMap<String, Decoded> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long held;

  /**
   * @param heapBytes what it holds on its own account until it is evicted
   */
  record Decoded(WasmModule module, long heapBytes) {}

  Modules(HeapBudget budget) {
    this.budget = budget;
    this.keptBytes = budget.total() / 4;
  }

  /**
   * @throws ServiceException {@code MODULE_INVALID}
   */
  WasmModule decode(byte[] bytes) {
    String key = sha256(bytes);
    return find(key).orElseGet(() -> decode(key, bytes)).module();
  }

  private synchronized Optional<Decoded> find(String key) {
    return Optional.ofNullable(kept.get(key));
  }

  private Decoded decode(String key, byte[] bytes) {
    long heap = (long) bytes.length * HEAP_PER_BYTE;
    if (heap > keptBytes) {
      throw ModuleRules.invalid(
              "the module has "
                  + bytes.length
                  + " bytes; the pure Java engine takes at most "
                  + keptBytes / HEAP_PER_BYTE)
          .fix(ModuleRules.INSTALL_PACK);
    }
    makeRoom(heap);
    try {
      WasmModule module = Parser.parse(bytes);
      ModuleRules.check(module);
      return keep(key, new Decoded(module, heap));
    } catch (WasmEngineException | IllegalArgumentException | IndexOutOfBoundsException e) {
      forget(heap);
      throw ModuleRules.invalid("the module is not valid: " + ModuleRules.firstLine(e))
          .fix("send a core WebAssembly module as your compiler wrote it");
    } catch (RuntimeException e) {
      forget(heap);
      throw e;
    }
  }

  private synchronized void makeRoom(long heap) {
    var eldest = kept.entrySet().iterator();
    while ((kept.size() >= MAX_KEPT || held + heap > keptBytes) && eldest.hasNext()) {
      Map.Entry<String, Decoded> entry = eldest.next();
      eldest.remove();
      forget(entry.getValue().heapBytes());
    }
    if (held + heap > keptBytes || !budget.take(heap)) {
      throw ServiceException.of(
          ErrorCode.RUNTIME_SATURATED, "the service has no memory for another module now");
    }
    held += heap;
  }

  private synchronized Decoded keep(String key, Decoded decoded) {
    Decoded other = kept.putIfAbsent(key, decoded);
    if (other == null) {
      return decoded;
    }
    forget(decoded.heapBytes());
    return other;
  }

  private synchronized void forget(long heap) {
    held -= heap;
    budget.give(heap);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
