package dev.codebeaker.runtime.process;

import java.io.IOException;
import java.util.Optional;

/** Something outside the service that its jails are made with. Thread safe. */
public interface Supply {
  /** The kernel of this machine, which is always there. */
  Supply MACHINE =
      new Supply() {
        @Override
        public Optional<String> outage() {
          return Optional.empty();
        }

        @Override
        public void await() {}
      };

  /** Why it is not to be had now, as far as that is known. Does not block. */
  Optional<String> outage();

  /** Why a jail is not opened on an image of a client's choice; empty if it is. Does not block. */
  default Optional<String> refusal(String image) {
    return Optional.of("runs no container images");
  }

  /**
   * Whether there is such an image. Blocks while somebody is asked.
   *
   * @throws IOException if that can not be found out
   */
  default boolean hasImage(String image) throws IOException {
    return false;
  }

  /** How many jails it has not done away with yet, though their sessions are over. */
  default int leftBehind() {
    return 0;
  }

  /** Blocks until it has been there once. */
  void await() throws InterruptedException;
}
