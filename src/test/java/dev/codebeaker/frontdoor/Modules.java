package dev.codebeaker.frontdoor;

import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.Objects;

/** The modules among the test resources, as clients send them. */
final class Modules {
  private Modules() {}

  static String module(String name) throws IOException {
    String resource = "/wasm/" + name + ".wasm";
    try (InputStream bytes = Objects.requireNonNull(Modules.class.getResourceAsStream(resource))) {
      return Base64.getEncoder().encodeToString(bytes.readAllBytes());
    }
  }
}
