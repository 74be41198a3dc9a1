package dev.codebeaker.cli;

import java.util.Optional;

/**
 * One thing the doctor looked at.
 *
 * @param name of what was looked at
 * @param state how it is
 * @param found what was seen, for people
 * @param remedy what to do about it
 */
record Check(String name, State state, String found, Optional<String> remedy) {
  enum State {
    /** As it should be. */
    OK,
    /** The service works, with less than it could have. */
    LESS,
    /** Something that users expect does not work. */
    MISSING;

    String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  static Check ok(String name, String found) {
    return new Check(name, State.OK, found, Optional.empty());
  }

  static Check less(String name, String found, String remedy) {
    return new Check(name, State.LESS, found, Optional.of(remedy));
  }

  static Check missing(String name, String found, String remedy) {
    return new Check(name, State.MISSING, found, Optional.of(remedy));
  }
}
