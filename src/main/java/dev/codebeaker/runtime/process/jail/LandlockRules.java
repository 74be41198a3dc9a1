package dev.codebeaker.runtime.process.jail;

import dev.codebeaker.linux.ChildProcess;
import dev.codebeaker.linux.Confinement;
import dev.codebeaker.linux.Credentials;
import dev.codebeaker.linux.Landlock;
import dev.codebeaker.linux.SeccompFilter;
import dev.codebeaker.linux.Spawner;
import dev.codebeaker.linux.ThreadPlace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Confines by Landlock and a system call filter, with nothing to install and no privilege: other
 * files, TCP, sockets and signals outside are refused. There is no process namespace: a jail of an
 * ordinary user may start no new session or process group, so that all of it can be killed by its
 * group; where the service is the superuser, by its user.
 */
final class LandlockRules extends HostNames {
  private static final Path[] SYSTEM = {
    Path.of("/usr"), Path.of("/bin"), Path.of("/sbin"), Path.of("/lib"), Path.of("/lib64")
  };
  private static final Path[] READABLE = {
    Path.of("/etc/ld.so.cache"),
    Path.of("/etc/alternatives"),
    Path.of("/etc/ssl"),
    Path.of("/etc/localtime"),
    Path.of("/etc/passwd"),
    Path.of("/etc/group"),
    Path.of("/etc/nsswitch.conf"),
    Path.of("/proc"),
    Path.of("/sys/fs/cgroup"),
    Path.of("/sys/devices/system/cpu")
  };
  private static final Path[] DEVICES = {
    Path.of("/dev/null"),
    Path.of("/dev/zero"),
    Path.of("/dev/full"),
    Path.of("/dev/random"),
    Path.of("/dev/urandom"),
    Path.of("/dev/tty")
  };

  private final Spawner spawner;
  private final SeccompFilter filter;
  private final boolean signalsStayInside;

  /**
   * @param ownUser whether a jail runs as a user of its own
   * @param signalsStayInside whether a signal to everybody reaches the jail's own processes only
   */
  LandlockRules(Spawner spawner, SeccompFilter filter, boolean ownUser, boolean signalsStayInside) {
    super(ownUser);
    this.spawner = spawner;
    this.filter = filter;
    this.signalsStayInside = signalsStayInside;
  }

  @Override
  boolean keepsTogether() {
    return true;
  }

  @Override
  public Tier tier() {
    return Tier.LANDLOCK;
  }

  @Override
  public String sweep() {
    return signalsStayInside ? "kill -9 -1 2>/dev/null" : "";
  }

  @Override
  ChildProcess begin(Inmate inmate, ThreadPlace place) throws IOException {
    Optional<Credentials> credentials =
        inmate.identity().map(who -> new Credentials(who.user(), who.group()));
    Confinement confinement = new Confinement(rules(inmate), filter, credentials);
    return spawner.startConfined(
        shell(inmate),
        () -> {
          place.enter(); // and never leaves: the thread ends
          confinement.apply();
        });
  }

  private static Landlock rules(Inmate inmate) {
    JailSpec spec = inmate.spec();
    Shown shown = inmate.shown();
    Landlock rules =
        Landlock.nothing()
            .executable(SYSTEM)
            .readable(READABLE)
            .device(DEVICES)
            .writable(spec.workspace(), spec.scratch())
            .executable(spec.workspace(), spec.scratch())
            .device(shown.pipes())
            .executable(shown.shell())
            .readable(shown.agents());
    if (shown.brought().isPresent()) {
      rules = rules.executable(shown.brought().get());
    }
    if (inmate.terminal().isPresent()) {
      rules = rules.device(inmate.terminal().get());
    }
    return rules.executable(spec.furnishing().tools().toArray(Path[]::new));
  }
}
