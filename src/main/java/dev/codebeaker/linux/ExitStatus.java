package dev.codebeaker.linux;

/** How a process ended. */
public sealed interface ExitStatus {
  /** It returned, or called exit. */
  record Exited(int code) implements ExitStatus {}

  /** A signal ended it. */
  record Signalled(int signal) implements ExitStatus {}

  /** What wait(2) answers. */
  static ExitStatus of(int status) {
    int signal = status & 0x7f;
    return signal == 0 ? new Exited(status >> 8 & 0xff) : new Signalled(signal);
  }
}
