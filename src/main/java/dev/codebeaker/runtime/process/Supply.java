package dev.codebeaker.runtime.process;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.Availability;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

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
   * Sees to it that there is such an image. Blocks while somebody is asked, and not while it is
   * brought.
   *
   * @throws ServiceException if there is none: {@code RUNTIME_PREPARING} if it is being brought
   * @throws IOException if that can not be found out
   */
  default void require(String image) throws IOException {
    throw ServiceException.of(ErrorCode.NOT_SUPPORTED, "there are no images here").field("image");
  }

  /**
   * What keeps toolchains of this image from being served, as far as that is known; empty if it is
   * there. Does not block.
   */
  default Optional<Availability> lacking(String image) {
    return Optional.empty();
  }

  /** The listener is told each image that has come from now on, on a thread of its own. */
  default void whenArrived(Consumer<String> listener) {}

  /** How many jails it has not done away with yet, though their sessions are over. */
  default int leftBehind() {
    return 0;
  }

  /** Blocks until it has been there once. */
  void await() throws InterruptedException;
}
