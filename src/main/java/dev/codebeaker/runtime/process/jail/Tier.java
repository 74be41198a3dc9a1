package dev.codebeaker.runtime.process.jail;

import dev.codebeaker.runtime.Isolation;
import java.util.Locale;

/** How a jail confines on this machine, the strongest first. */
public enum Tier {
  /** A container with a kernel of its own in user space: gVisor. */
  USER_KERNEL(Isolation.USER_KERNEL),
  /** A container of an engine, on the host's kernel. */
  CONTAINER(Isolation.CONTAINER),
  /** Namespaces of its own for everything, made by bubblewrap, and a system call filter. */
  BUBBLEWRAP(Isolation.PROCESS),
  /** The same where a new {@code /proc} is refused: the host's is shown, read-only. */
  BUBBLEWRAP_HOST_PROC(Isolation.PROCESS),
  /** No namespace: Landlock rules on files and network, and a stricter system call filter. */
  LANDLOCK(Isolation.PROCESS),
  /** Nothing confines it but its user's rights and its limits. */
  NONE(Isolation.NONE);

  private final Isolation isolation;

  Tier(Isolation isolation) {
    this.isolation = isolation;
  }

  public Isolation isolation() {
    return isolation;
  }

  /** Its name in configuration and in what is shown. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
