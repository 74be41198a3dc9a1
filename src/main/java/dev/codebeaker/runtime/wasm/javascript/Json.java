package dev.codebeaker.runtime.wasm.javascript;

import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** Writes the little JSON that the prelude is handed. */
public final class Json {
  private Json() {}

  public static String string(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < 0x20) {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  /** Of names and values already written. */
  public static String object(String... namesAndValues) {
    StringJoiner all = new StringJoiner(",", "{", "}");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      all.add(string(namesAndValues[i]) + ":" + namesAndValues[i + 1]);
    }
    return all.toString();
  }

  public static String strings(List<String> values) {
    StringJoiner all = new StringJoiner(",", "[", "]");
    values.forEach(value -> all.add(string(value)));
    return all.toString();
  }

  public static String strings(Map<String, String> values) {
    StringJoiner all = new StringJoiner(",", "{", "}");
    values.forEach((name, value) -> all.add(string(name) + ":" + string(value)));
    return all.toString();
  }
}
