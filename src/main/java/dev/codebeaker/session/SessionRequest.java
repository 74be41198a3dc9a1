package dev.codebeaker.session;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.selection.Preference;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a client asks a session to be.
 *
 * @param language what will be run in it
 * @param runtime the runtime to use, or empty to let the selector choose
 * @param preference what matters most to the selector
 * @param policy the security policy to select under, or empty for the service's own
 * @param template the prepared base of its contexts, or empty for the language's default
 * @param limits the limits asked for, where they differ from the defaults
 * @param idleTimeout how long it may lie idle, or empty for the default
 * @param lifetime how long it may live, or empty for the default
 * @param detached whether what runs in it goes on when the client that started it goes away
 */
public record SessionRequest(
    Language language,
    Optional<String> runtime,
    Preference preference,
    Optional<String> policy,
    Optional<String> template,
    Map<Limit, Long> limits,
    Optional<Duration> idleTimeout,
    Optional<Duration> lifetime,
    boolean detached) {
  public SessionRequest {
    limits = Map.copyOf(limits);
  }

  /** One that is not detached. */
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
        language, runtime, preference, policy, template, limits, idleTimeout, lifetime, false);
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
}
