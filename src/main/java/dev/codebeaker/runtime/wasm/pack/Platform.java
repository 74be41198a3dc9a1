package dev.codebeaker.runtime.wasm.pack;

import java.util.Locale;

/** The operating system and processor a native library is for: {@code linux-x86_64}. */
public record Platform(String id) {
  /** The one this process runs on. */
  public static Platform current() {
    return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  static Platform of(String os, String processor) {
    return new Platform(system(os.toLowerCase(Locale.ROOT)) + "-" + processor(processor));
  }

  private static String system(String os) {
    return os.startsWith("mac") ? "macos" : os.split(" ", 2)[0];
  }

  private static String processor(String name) {
    return switch (name) {
      case "amd64", "x86_64" -> "x86_64";
      case "arm64", "aarch64" -> "aarch64";
      default -> name;
    };
  }

  @Override
  public String toString() {
    return id;
  }
}
