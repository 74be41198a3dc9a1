package dev.codebeaker.runtime.wasm.wasmtime.javascript;

import dev.codebeaker.runtime.wasm.wasmtime.WasmtimeException;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Adds one function to the QuickJS module, behind all it has: the engine calls it when a promise is
 * rejected that nobody waits for, and it calls the host. The module has the engine's code for that,
 * and nothing that sets it. The module is our own: it is not checked.
 *
 * <p>The function, of type {@code (context, promise: i64, reason: i64, handled, opaque)}, writes
 * promise and reason to where {@code opaque} points, and calls {@code host_call} with a name of no
 * characters and with {@code handled} as the number of arguments.
 */
final class RejectionPatch {
  private static final int HEADER = 8;
  private static final int IMPORTS = 2;
  private static final int TYPES = 1;
  private static final int FUNCTIONS = 3;
  private static final int TABLE = 4;
  private static final int ELEMENTS = 9;
  private static final int CODE = 10;
  private static final byte[] TYPE = {0x60, 5, 0x7F, 0x7E, 0x7E, 0x7F, 0x7F, 0};
  private static final String CALLED = "host_call";

  private final byte[] wasm;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int at = HEADER;
  private int type;
  private int imported;
  private int hostCall = -1;
  private int functions;
  private int tableIndex;

  private RejectionPatch(byte[] wasm) {
    this.wasm = wasm;
  }

  /**
   * @param module with the function
   * @param tableIndex what a pointer to it is
   */
  record Patched(byte[] module, int tableIndex) {}

  static Patched apply(byte[] wasm) {
    RejectionPatch patch = new RejectionPatch(wasm);
    patch.sections();
    return new Patched(patch.out.toByteArray(), patch.tableIndex);
  }

  private void sections() {
    out.write(wasm, 0, HEADER);
    while (at < wasm.length) {
      int from = at;
      int id = wasm[at++];
      int end = number() + at;
      switch (id) {
        case TYPES -> append(id, end, TYPE, () -> type = peek());
        case FUNCTIONS -> append(id, end, encoded(type), () -> functions = peek());
        case TABLE -> table(end);
        case ELEMENTS -> append(id, end, element(), () -> {});
        case CODE -> append(id, end, body(), () -> {});
        default -> {
          if (id == IMPORTS) {
            imports();
          }
          out.write(wasm, from, end - from);
        }
      }
      at = end;
    }
    if (hostCall < 0 || tableIndex == 0) {
      throw new WasmtimeException("not the QuickJS module that is known");
    }
  }

  /** A vector with one more item. */
  private void append(int id, int end, byte[] item, Runnable beforeCount) {
    beforeCount.run();
    int count = number();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(encoded(count + 1));
    body.write(wasm, at, end - at);
    body.writeBytes(item);
    section(id, body.toByteArray());
  }

  private void section(int id, byte[] body) {
    out.write(id);
    out.writeBytes(encoded(body.length));
    out.writeBytes(body);
  }

  private void imports() {
    for (int left = number(); left > 0; left--) {
      text();
      boolean called = text().equals(CALLED);
      if (wasm[at++] != 0) {
        throw new WasmtimeException("the QuickJS module imports more than functions");
      }
      number();
      if (called) {
        hostCall = imported;
      }
      imported++;
    }
  }

  /** One table of a fixed size. */
  private void table(int end) {
    int count = number();
    int kind = wasm[at++];
    int flags = wasm[at++];
    tableIndex = number();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(encoded(count));
    body.write(kind);
    body.write(flags);
    body.writeBytes(encoded(tableIndex + 1));
    if (at < end) {
      body.writeBytes(encoded(number() + 1));
    }
    section(TABLE, body.toByteArray());
  }

  private byte[] element() {
    ByteArrayOutputStream element = new ByteArrayOutputStream();
    element.write(0); // active, in table 0
    element.write(0x41); // i32.const
    element.writeBytes(signed(tableIndex));
    element.write(0x0B);
    element.write(1);
    element.writeBytes(encoded(imported + functions));
    return element.toByteArray();
  }

  private byte[] body() {
    ByteArrayOutputStream code = new ByteArrayOutputStream();
    code.write(0); // no locals
    code.writeBytes(new byte[] {0x20, 4, 0x20, 1, 0x37, 3, 0}); // opaque[0] = promise
    code.writeBytes(new byte[] {0x20, 4, 0x20, 2, 0x37, 3, 8}); // opaque[8] = reason
    // host_call(opaque, 0, 0, handled, opaque)
    code.writeBytes(new byte[] {0x20, 4, 0x41, 0, 0x41, 0, 0x20, 3, 0x20, 4, 0x10});
    code.writeBytes(encoded(hostCall));
    code.writeBytes(new byte[] {0x1A, 0x0B}); // drop, end
    ByteArrayOutputStream sized = new ByteArrayOutputStream();
    sized.writeBytes(encoded(code.size()));
    sized.writeBytes(code.toByteArray());
    return sized.toByteArray();
  }

  private int peek() {
    int before = at;
    int value = number();
    at = before;
    return value;
  }

  private String text() {
    int length = number();
    at += length;
    return new String(
        Arrays.copyOfRange(wasm, at - length, at), java.nio.charset.StandardCharsets.UTF_8);
  }

  /** Seven bits a byte, the lowest first. */
  private int number() {
    int result = 0;
    int shift = 0;
    int part;
    do {
      part = wasm[at++] & 0xFF;
      result |= (part & 0x7F) << shift;
      shift += 7;
    } while (part >= 0x80);
    return result;
  }

  private static byte[] encoded(int value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(5);
    int rest = value;
    do {
      int part = rest & 0x7F;
      rest >>>= 7;
      bytes.write(rest == 0 ? part : part | 0x80);
    } while (rest != 0);
    return bytes.toByteArray();
  }

  /** As {@link #encoded}, with a sign: one byte more where the highest bit would be one. */
  private static byte[] signed(int value) {
    byte[] plain = encoded(value);
    if ((plain[plain.length - 1] & 0x40) == 0) {
      return plain;
    }
    byte[] longer = Arrays.copyOf(plain, plain.length + 1);
    longer[plain.length - 1] |= (byte) 0x80;
    return longer;
  }
}
