package dev.codebeaker.runtime.process;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;

/** For who would resize what has no terminal. */
final class NoTerminal {
  private NoTerminal() {}

  static ServiceException failure() {
    return ServiceException.of(ErrorCode.NOT_SUPPORTED, "the execution has no terminal")
        .field("executionId")
        .fix("start it with \"tty\": {\"cols\": 80, \"rows\": 24}");
  }
}
