package dev.codebeaker.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What tests ask of descriptors. */
final class Descriptors {
  /** All until the end. */
  static String text(Descriptor descriptor) throws IOException {
    return new String(bytes(descriptor), UTF_8);
  }

  static byte[] bytes(Descriptor descriptor) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[1024];
    for (int n = descriptor.read(buffer); n >= 0; n = descriptor.read(buffer)) {
      all.write(buffer, 0, n);
    }
    return all.toByteArray();
  }

  static String textOf(Descriptor descriptor) {
    try {
      return text(descriptor);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Returns when somebody is parked on it. */
  static void awaitWaiter(Descriptor descriptor) {
    while (!descriptor.isAwaited()) {
      Thread.onSpinWait();
    }
  }

  /** How many this process has open. */
  static long open() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  private Descriptors() {}
}
