package dev.codebeaker.runtime.process.jail;

/** By what a jail ends when its service has ended, however that ended. */
public enum ServiceWatch {
  /** The kernel ends it. */
  KERNEL(""),
  /** A process listens for the end of the orders while a program runs. */
  ORDERS("read -r n <&8"),
  /**
   * A process writes an empty report now and then while a program runs, until nobody reads it. For
   * kernels that can not end a process that reads a pipe of the host's.
   */
  REPORTS("trap '' PIPE; while sleep 20 && echo >&9; do :; done 2>/dev/null");

  private final String line;

  ServiceWatch(String line) {
    this.line = line;
  }

  /** A shell line that ends when the service has, or nothing. */
  String line() {
    return line;
  }
}
