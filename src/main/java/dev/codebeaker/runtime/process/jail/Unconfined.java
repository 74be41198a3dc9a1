package dev.codebeaker.runtime.process.jail;

import dev.codebeaker.linux.ChildProcess;
import dev.codebeaker.linux.Spawner;
import dev.codebeaker.linux.ThreadPlace;
import java.io.IOException;

/**
 * Confines nothing: for machines on which nothing else works, and operators who said that they
 * know. Limits and users hold as elsewhere; a process that leaves its session is not found again
 * where it has the service's user and no control group.
 */
final class Unconfined extends HostNames {
  private final Spawner spawner;

  /**
   * @param ownUser whether a jail runs as a user of its own
   */
  Unconfined(Spawner spawner, boolean ownUser) {
    super(ownUser);
    this.spawner = spawner;
  }

  @Override
  boolean keepsTogether() {
    return false;
  }

  @Override
  public Tier tier() {
    return Tier.NONE;
  }

  /** A signal to everybody would reach other jails. */
  @Override
  public String sweep() {
    return "";
  }

  @Override
  ChildProcess begin(Inmate inmate, ThreadPlace place) throws IOException {
    return spawner.start(shell(inmate), place, inmate.identity());
  }
}
