package dev.codebeaker.selection;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.runtime.RuntimeCapabilities.Feature;
import dev.codebeaker.runtime.RuntimeCapabilities.Network;
import java.util.Optional;
import java.util.Set;

/**
 * What a session needs of its runtime.
 *
 * @param runtime the one that was asked for, or empty to choose
 * @param limits those the client asked for by name: each must really be enforced
 * @param features what it must offer
 * @param network the least it must reach
 * @param image the container image it must open the session on, or empty for its own
 */
public record Requirements(
    Language language,
    Optional<String> runtime,
    Preference preference,
    SecurityPolicy policy,
    Optional<String> template,
    Set<Limit> limits,
    Set<Feature> features,
    Network network,
    Optional<String> image) {
  public Requirements {
    limits = Set.copyOf(limits);
    features = Set.copyOf(features);
  }

  /** Without an image. */
  public Requirements(
      Language language,
      Optional<String> runtime,
      Preference preference,
      SecurityPolicy policy,
      Optional<String> template,
      Set<Limit> limits,
      Set<Feature> features,
      Network network) {
    this(
        language,
        runtime,
        preference,
        policy,
        template,
        limits,
        features,
        network,
        Optional.empty());
  }
}
