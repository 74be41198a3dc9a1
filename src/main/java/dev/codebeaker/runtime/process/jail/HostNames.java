package dev.codebeaker.runtime.process.jail;

import dev.codebeaker.linux.ChildProcess;
import dev.codebeaker.linux.Orphans;
import dev.codebeaker.linux.ProgramStart;
import dev.codebeaker.linux.ThreadPlace;
import dev.codebeaker.linux.UserProcesses;
import dev.codebeaker.linux.UserThreads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Recipes without namespaces: guests see all as it is named on the host. A jail is held together by
 * its user, where it has one of its own, and else by its first process' group and session.
 */
abstract sealed class HostNames implements Recipe permits LandlockRules, Unconfined {
  private static final int KILL = 9;
  private static final int ROOM = 1024;

  private final boolean ownUser;

  /**
   * @param ownUser whether a jail runs as a user of its own
   */
  HostNames(boolean ownUser) {
    this.ownUser = ownUser;
  }

  @Override
  public final JailPaths paths(JailSpec spec, Shown shown) {
    return new JailPaths(
        spec.workspace().toString(),
        spec.scratch().toString(),
        shown.pipes().toString(),
        shown.agents().toString(),
        shown.brought().map(Path::toString).orElse(""));
  }

  /** There is nobody in the jail for processes whose parent has ended. */
  @Override
  public final ChildProcess start(Inmate inmate, ThreadPlace place) throws IOException {
    if (ownUser || keepsTogether()) {
      Orphans.takeIn();
    }
    return begin(inmate, place);
  }

  /** Whether no process leaves its first process' session, where its user is the service's own. */
  abstract boolean keepsTogether();

  /** {@link #start}. */
  abstract ChildProcess begin(Inmate inmate, ThreadPlace place) throws IOException;

  @Override
  public final void bury(ChildProcess first, Inmate inmate) {
    Belonging own = strays(first, inmate);
    Orphans.await(pid -> Members.belongs(own, pid));
  }

  /** The shell that supervises, or becomes the program. */
  static ProgramStart shell(Inmate inmate) {
    List<String> command = new ArrayList<>(List.of(inmate.shown().shell().toString()));
    command.addAll(inmate.arguments());
    return new ProgramStart(
        command,
        Map.copyOf(inmate.environment()),
        Path.of("/"),
        inmate.descriptors(),
        true,
        inmate.terminal());
  }

  /**
   * A user of its own has none but the jail's. The service's user has the service and all jails, in
   * other containers of this machine too, and their number changes: there the limit is no measure,
   * and keeps a flood of processes from the machine.
   */
  @Override
  public final int userProcesses(JailSpec spec) throws IOException {
    return ownUser ? spec.processes() : UserThreads.own() + spec.processes() + ROOM;
  }

  @Override
  public final Belonging strays(ChildProcess first, Inmate inmate) {
    if (inmate.identity().isEmpty()) {
      return pid -> Members.sessionOf(pid) == first.pid();
    }
    int user = inmate.identity().get().user();
    return pid -> Members.userOf(pid) == user;
  }

  @Override
  public final ServiceWatch serviceWatch() {
    return ServiceWatch.ORDERS;
  }

  @Override
  public final int supervisorDepth() {
    return 0;
  }

  @Override
  public final void kill(ChildProcess first, Inmate inmate, Consumption consumption)
      throws IOException {
    boolean killed = consumption.killAll();
    if (!killed && inmate.identity().isPresent()) {
      // The session's other jails are that user's too, and end with this one.
      new UserProcesses(inmate.identity().get()).kill();
    }
    first.signalGroup(KILL);
    first.signal(KILL);
  }
}
