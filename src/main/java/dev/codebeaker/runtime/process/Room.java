package dev.codebeaker.runtime.process;

import dev.codebeaker.runtime.Toolchain;
import java.util.Optional;

/**
 * Toolchains that live in the same jails: those of one runtime, and of one image where they come in
 * images. Any of the runtime's, in an image that a client has chosen.
 */
record Room(String runtime, Optional<String> image, boolean chosen) {
  static Room of(Toolchain toolchain) {
    return new Room(toolchain.runtime(), toolchain.image(), false);
  }

  static Room chosen(String runtime, String image) {
    return new Room(runtime, Optional.of(image), true);
  }

  boolean holds(Toolchain toolchain) {
    return chosen ? toolchain.runtime().equals(runtime) : of(toolchain).equals(this);
  }

  /** Fit for a directory name. */
  String label() {
    return image.map(name -> runtime + "-" + name.replaceAll("[^A-Za-z0-9.]", "-")).orElse(runtime);
  }
}
