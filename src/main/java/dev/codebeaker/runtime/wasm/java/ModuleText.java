package dev.codebeaker.runtime.wasm.java;

import java.util.Base64;

/** A module as a client sends it. */
final class ModuleText {
  private static final byte[] MAGIC = {0, 'a', 's', 'm'};
  private static final int VERSION_AT = 4;

  private ModuleText() {}

  /** The bytes of a module that came as base64. */
  static byte[] decode(String code, int maxBytes) {
    String text = code.strip();
    if (text.startsWith("(") || text.startsWith(";;")) {
      throw ModuleRules.invalid("the pure Java engine does not take the text format")
          .fix(
              "send the module's binary as base64 (wat2wasm makes it), or "
                  + ModuleRules.INSTALL_PACK);
    }
    byte[] bytes = base64(text);
    if (bytes.length > maxBytes) {
      throw ModuleRules.invalid("the module has " + bytes.length + " bytes")
          .fix("send at most " + maxBytes + " bytes");
    }
    requireCoreModule(bytes);
    return bytes;
  }

  private static byte[] base64(String text) {
    try {
      return Base64.getMimeDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw ModuleRules.invalid("the module is neither base64 nor text format")
          .fix("send the module's binary as base64");
    }
  }

  private static void requireCoreModule(byte[] bytes) {
    boolean magic = bytes.length >= 2 * VERSION_AT;
    for (int i = 0; magic && i < MAGIC.length; i++) {
      magic = bytes[i] == MAGIC[i];
    }
    if (!magic) {
      throw ModuleRules.invalid("the code is not a WebAssembly module")
          .fix("send the module's binary as base64");
    }
    if (bytes[VERSION_AT] != 1 || bytes[VERSION_AT + 2] != 0) {
      throw ModuleRules.invalid("the code is a WebAssembly component, not a core module")
          .fix("compile for wasm32-wasip1 instead of wasm32-wasip2");
    }
  }
}
