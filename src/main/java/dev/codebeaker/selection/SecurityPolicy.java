package dev.codebeaker.selection;

import dev.codebeaker.execution.Language;
import dev.codebeaker.runtime.Isolation;
import java.util.List;
import java.util.Map;

/**
 * What a session may run on.
 *
 * @param isolationFloor the weakest confinement it accepts
 * @param preferred the runtimes to take before all others, best first
 */
public record SecurityPolicy(
    String name, Isolation isolationFloor, Map<Language, List<String>> preferred) {
  public SecurityPolicy {
    preferred = Map.copyOf(preferred);
  }

  boolean isWeakerThan(SecurityPolicy other) {
    return isolationFloor.compareTo(other.isolationFloor) < 0;
  }

  List<String> preferredFor(Language language) {
    return preferred.getOrDefault(language, List.of());
  }
}
