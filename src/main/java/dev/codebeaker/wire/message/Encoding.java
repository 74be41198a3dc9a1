package dev.codebeaker.wire.message;

import dev.codebeaker.wire.json.Fields;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * How bytes stand in a JSON string. Whether they are UTF-8 is found by going there and back, which
 * the JVM does many bytes at a time: what has no place in the other form is replaced on the way.
 */
public enum Encoding {
  UTF_8("utf-8"),
  BASE64("base64");

  private final String label;

  Encoding(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }

  /** Bytes as text with the encoding that was used for it. */
  public record Encoded(String text, Encoding encoding) {
    /** UTF-8 if that is what they are, else base64. */
    public static Encoded of(byte[] bytes) {
      return utf8(bytes)
          .map(text -> new Encoded(text, UTF_8))
          .orElseGet(() -> new Encoded(Base64.getEncoder().encodeToString(bytes), BASE64));
    }

    private static Optional<String> utf8(byte[] bytes) {
      String text = new String(bytes, StandardCharsets.UTF_8);
      return Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)
          ? Optional.of(text)
          : Optional.empty();
    }
  }

  /** The bytes of {@code field}, as {@code encoding} (UTF-8 if absent) says. */
  public static byte[] bytes(Fields fields, String field) {
    return read(fields, "encoding").decode(fields.text(field), fields.at(field));
  }

  public static Encoding read(Fields fields, String field) {
    String label = fields.optionalText(field).orElse(UTF_8.label);
    for (Encoding encoding : values()) {
      if (encoding.label.equals(label)) {
        return encoding;
      }
    }
    throw Fields.invalid(fields.at(field), "must be utf-8 or base64")
        .known(java.util.List.of(UTF_8.label, BASE64.label));
  }

  /** The bytes a string of the request stands for. */
  public byte[] decode(String text, String path) {
    return switch (this) {
      case UTF_8 -> encodeUtf8(text, path);
      case BASE64 -> decodeBase64(text, path);
    };
  }

  /** Half a surrogate pair can be written as an escape, and has no UTF-8. */
  static byte[] encodeUtf8(String text, String path) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (!new String(bytes, StandardCharsets.UTF_8).equals(text)) {
      throw Fields.invalid(path, "must be text that UTF-8 can hold, without half a surrogate pair");
    }
    return bytes;
  }

  private static byte[] decodeBase64(String text, String path) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw Fields.invalid(path, "must be valid base64, as its encoding says");
    }
  }
}
