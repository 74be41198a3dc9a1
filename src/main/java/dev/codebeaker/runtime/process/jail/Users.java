package dev.codebeaker.runtime.process.jail;

import dev.codebeaker.linux.Identity;
import java.util.HashMap;
import java.util.Map;
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
  private final Map<Integer, UserLocks.Held> taken = new HashMap<>();

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
    for (int free = nextFree(0); free < count; free = nextFree(free + 1)) {
      Optional<UserLocks.Held> held = UserLocks.take(firstNumber + free);
      if (held.isPresent()) {
        taken.put(free, held.get());
        return Optional.of(new Identity(firstNumber + free, firstNumber + free));
      }
    }
    throw new IllegalStateException(
        "all " + count + " users of codebeaker.process.jail.users are taken");
  }

  private int nextFree(int from) {
    int free = from;
    while (taken.containsKey(free)) {
      free++;
    }
    return free;
  }

  synchronized void giveBack(Identity identity) {
    Optional.ofNullable(taken.remove(identity.user() - firstNumber))
        .ifPresent(UserLocks.Held::release);
  }
}
