package dev.codebeaker.runtime.process.jail;

import dev.codebeaker.linux.Identity;
import java.util.BitSet;
import java.util.Optional;

/**
 * The users that jails run as. A service that runs as the superuser gives each jail one of its own,
 * so that the kernel keeps jails apart by their users too; any other runs them as itself.
 */
final class Users {
  private final boolean superuser;
  private final int firstNumber;
  private final int count;

  // guarded by this
  private final BitSet taken = new BitSet();

  Users(boolean superuser, int firstNumber, int count) {
    this.superuser = superuser;
    this.firstNumber = firstNumber;
    this.count = count;
  }

  /** Whether each jail gets a user of its own. */
  boolean areNumbered() {
    return superuser;
  }

  /**
   * @throws IllegalStateException if there are more jails than users
   */
  synchronized Optional<Identity> take() {
    if (!superuser) {
      return Optional.empty();
    }
    int free = taken.nextClearBit(0);
    if (free >= count) {
      throw new IllegalStateException(
          "all " + count + " users of codebeaker.process.jail.users are taken");
    }
    taken.set(free);
    return Optional.of(new Identity(firstNumber + free, firstNumber + free));
  }

  synchronized void giveBack(Identity identity) {
    taken.clear(identity.user() - firstNumber);
  }
}
