package dev.codebeaker.runtime;

/**
 * How a sandbox confines, from nothing to a machine of its own. Ordered: a later constant confines
 * more. Each says what an attacker who controls the code can still reach.
 */
public enum Isolation {
  /** Everything the service's user can reach. */
  NONE(0),
  /**
   * The kernel's whole system call interface, bounded by rules on files, network and privileges: a
   * kernel fault is an escape.
   */
  PROCESS(5),
  /**
   * A memory-safe virtual machine with a handful of host functions and no system calls: a fault of
   * its compiler or of those functions is an escape into the process it is in, a jailed worker or
   * the service.
   */
  WASM(6),
  /** As {@link #PROCESS}, in namespaces and control groups of its own under a container engine. */
  CONTAINER(7),
  /** A kernel of its own in user space; the host's is reached through a small part of its calls. */
  USER_KERNEL(8),
  /** A machine of its own: a fault of the hypervisor is an escape. */
  MICRO_VM(9);

  private final int rating;

  Isolation(int rating) {
    this.rating = rating;
  }

  /** 0 (none) to 10, for display and for the selector's scale. */
  public int rating() {
    return rating;
  }

  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
