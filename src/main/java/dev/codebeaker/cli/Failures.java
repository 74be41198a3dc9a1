package dev.codebeaker.cli;

import dev.codebeaker.failure.ServiceException;

/** A failure as one line: code, sentence, field, fix, what is known. */
final class Failures {
  private Failures() {}

  static String line(ServiceException failure) {
    StringBuilder line = new StringBuilder();
    line.append(failure.code()).append(": ").append(failure.getMessage());
    failure.field().ifPresent(field -> line.append(" (").append(field).append(')'));
    failure.fix().ifPresent(fix -> line.append(" - ").append(fix));
    if (!failure.known().isEmpty()) {
      line.append(" - known: ").append(String.join(", ", failure.known()));
    }
    return line.toString().replace('\n', ' ');
  }
}
