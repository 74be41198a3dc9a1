package dev.codebeaker.runtime.wasm.wasmtime;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/**
 * What a client sends as a module: binary form as base64, or text form.
 *
 * @param text as it was sent
 */
record ModuleCode(String text) {
  private static final byte[] MAGIC = {0, 'a', 's', 'm'};

  /**
   * @throws ServiceException {@code TOO_LARGE}
   */
  static ModuleCode of(String text, int maxBytes) {
    long most = 4L * ((maxBytes + 2L) / 3); // as base64
    if (text.length() > most) {
      throw ServiceException.of(
              ErrorCode.TOO_LARGE, "a module may have at most " + maxBytes + " bytes")
          .field("code")
          .fix("strip it: a release build without names and debug sections");
    }
    return new ModuleCode(text);
  }

  String key() {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * @throws ServiceException {@code MODULE_INVALID}
   */
  byte[] binary(NativeEngine engine) {
    if (isText()) {
      return engine.binary(text);
    }
    byte[] bytes = decoded();
    if (bytes.length < MAGIC.length
        || !java.util.Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw invalid("the code is neither a module in base64 nor one in text form");
    }
    return bytes;
  }

  private boolean isText() {
    String start = text.stripLeading();
    return start.startsWith("(") || start.startsWith(";");
  }

  private byte[] decoded() {
    try {
      return Base64.getMimeDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw invalid("the code is neither base64 nor a module in text form");
    }
  }

  static ServiceException invalid(String why) {
    return ServiceException.of(ErrorCode.MODULE_INVALID, why)
        .field("code")
        .fix(
            "send a WASI preview 1 program (wasm32-wasip1) that exports _start, as base64 of its"
                + " binary form or as (module …)");
  }
}
