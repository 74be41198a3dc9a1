package dev.codebeaker.session;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.runtime.RuntimeCapabilities.Feature;
import dev.codebeaker.selection.Preference;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a client asks a session to be.
 *
 * @param language what will be run in it
 * @param runtime the runtime to use, or empty to let the selector choose
 * @param preference what matters most to the selector
 * @param policy the security policy to select under, or empty for the service's own
 * @param template the prepared base of its contexts, or empty for the language's default
 * @param limits the limits asked for, where they differ from the defaults
 * @param features what its runtime must offer
 * @param idleTimeout how long it may lie idle, or empty for the default
 * @param lifetime how long it may live, or empty for the default
 * @param detached whether what runs in it goes on when the client that started it goes away
 * @param image the container image to run in, or empty for the language's own
 */
public record SessionRequest(
    Language language,
    Optional<String> runtime,
    Preference preference,
    Optional<String> policy,
    Optional<String> template,
    Map<Limit, Long> limits,
    Set<Feature> features,
    Optional<Duration> idleTimeout,
    Optional<Duration> lifetime,
    boolean detached,
    Optional<String> image) {
  public SessionRequest {
    limits = Map.copyOf(limits);
    features = Set.copyOf(features);
  }

  /** One that needs no features and is not detached. */
  public SessionRequest(
      Language language,
      Optional<String> runtime,
      Preference preference,
      Optional<String> policy,
      Optional<String> template,
      Map<Limit, Long> limits,
      Optional<Duration> idleTimeout,
      Optional<Duration> lifetime) {
    this(
        language,
        runtime,
        preference,
        policy,
        template,
        limits,
        Set.of(),
        idleTimeout,
        lifetime,
        false,
        Optional.empty());
  }

  public static SessionRequest of(Language language) {
    return new SessionRequest(
        language,
        Optional.empty(),
        Preference.BALANCED,
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same, of a runtime that offers these too. */
  public SessionRequest needing(Set<Feature> more) {
    EnumSet<Feature> all = EnumSet.noneOf(Feature.class);
    all.addAll(features);
    all.addAll(more);
    return new SessionRequest(
        language,
        runtime,
        preference,
        policy,
        template,
        limits,
        all,
        idleTimeout,
        lifetime,
        detached,
        image);
  }

  /** The same on a container image of the client's choice, if it has made one. */
  public SessionRequest on(Optional<String> chosen) {
    return new SessionRequest(
        language,
        runtime,
        preference,
        policy,
        template,
        limits,
        features,
        idleTimeout,
        lifetime,
        detached,
        chosen);
  }
}
