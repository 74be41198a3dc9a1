package dev.codebeaker.runtime.process.jail;

/** By what a jail ends when its service has ended, however that ended. */
public enum ServiceWatch {
  /** The kernel ends it. */
  KERNEL(""),
  /** A process listens for the end of the orders while a program runs. */
  ORDERS("read -r n <&8"),
  /**
   * The supervisor, when the program that runs has ended, or else the next start of the service.
   * For kernels that can not end a process that listens.
   */
  NEXT_START("");

  private final String line;

  ServiceWatch(String line) {
    this.line = line;
  }

  /** A shell line that ends when the service has, or nothing. */
  String line() {
    return line;
  }
}
