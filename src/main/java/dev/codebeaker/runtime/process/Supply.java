package dev.codebeaker.runtime.process;

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

  /** Blocks until it has been there once. */
  void await() throws InterruptedException;
}
