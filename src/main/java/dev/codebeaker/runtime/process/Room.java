package dev.codebeaker.runtime.process;

import dev.codebeaker.runtime.Toolchain;
import java.util.Optional;

/**
 * Toolchains that live in the same jails: those of one runtime, and of one image where they come in
 * images.
 */
record Room(String runtime, Optional<String> image) {
  static Room of(Toolchain toolchain) {
    return new Room(toolchain.runtime(), toolchain.image());
  }

  boolean holds(Toolchain toolchain) {
    return of(toolchain).equals(this);
  }

  /** Fit for a directory name. */
  String label() {
    return image.map(name -> runtime + "-" + name.replaceAll("[^A-Za-z0-9.]", "-")).orElse(runtime);
  }
}
