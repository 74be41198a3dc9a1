package dev.codebeaker.runtime.wasm.wasmtime.javascript;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Cuts what comes in pieces into lines. */
final class LineBuffer {
  private byte[] bytes = new byte[0];
  private int scanned;

  void clear() {
    bytes = new byte[0];
    scanned = 0;
  }

  void add(byte[] more) {
    ByteArrayOutputStream all = new ByteArrayOutputStream(bytes.length + more.length);
    all.writeBytes(bytes);
    all.writeBytes(more);
    bytes = all.toByteArray();
  }

  boolean hasLine() {
    while (scanned < bytes.length) {
      if (bytes[scanned] == '\n') {
        return true;
      }
      scanned++;
    }
    return false;
  }

  /** With its end. */
  String line() {
    String line = new String(bytes, 0, scanned + 1, StandardCharsets.UTF_8);
    bytes = Arrays.copyOfRange(bytes, scanned + 1, bytes.length);
    scanned = 0;
    return line;
  }

  /** What is left, without an end of line. */
  String rest() {
    String rest = new String(bytes, StandardCharsets.UTF_8);
    clear();
    return rest;
  }
}
