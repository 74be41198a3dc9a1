package dev.codebeaker.runtime.process;

import dev.codebeaker.execution.Limit;
import java.util.Optional;

/**
 * Why something that runs is to end.
 *
 * @param limit the limit that it used up, or empty if somebody asked
 * @param reason what they said
 */
record Stop(Optional<Limit> limit, String reason) {
  static Stop at(Limit limit) {
    return new Stop(Optional.of(limit), "");
  }

  static Stop because(String reason) {
    return new Stop(Optional.empty(), reason);
  }
}
