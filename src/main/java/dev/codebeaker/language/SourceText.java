package dev.codebeaker.language;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The text this build brings along for interpreters, in their own languages. */
public final class SourceText {
  private static final String ROOT = "/dev/codebeaker/";

  private SourceText() {}

  /**
   * @param name of the resource, below the root of the product's packages
   */
  public static byte[] bytes(String name) {
    try (InputStream in = SourceText.class.getResourceAsStream(ROOT + name)) {
      if (in == null) {
        throw new IllegalStateException("missing in this build: " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
