package dev.codebeaker.cli;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.selection.Preference;
import dev.codebeaker.session.SessionRequest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** What a session is asked to be, on the command line. */
final class GuestOptions {
  @Option(
      names = {"-l", "--lang", "--language"},
      paramLabel = "LANGUAGE",
      description = "What the code is written in; `codebeaker languages` lists them.")
  private Optional<String> language;

  @Option(
      names = "--runtime",
      paramLabel = "NAME",
      description = "Run it there, instead of where the selector would.")
  private Optional<String> runtime;

  @Option(
      names = "--prefer",
      paramLabel = "WHAT",
      defaultValue = "auto",
      description = "speed, security, memory, balanced or auto (${DEFAULT-VALUE}).")
  private String preference;

  @Option(
      names = "--template",
      paramLabel = "NAME",
      description = "Start from this prepared base: python-data has pandas imported.")
  private Optional<String> template;

  @Option(
      names = "--image",
      paramLabel = "NAME",
      description = "Run in this container image; see codebeaker.container.allowed-images.")
  private Optional<String> image;

  @Option(
      names = "--limit",
      paramLabel = "KEY=NUMBER",
      description = "wallMs, cpuMs, memoryBytes, outputBytes …; may be repeated.")
  private Map<String, Long> limits = new LinkedHashMap<>();

  Optional<String> language() {
    return language;
  }

  Optional<String> runtime() {
    return runtime;
  }

  SessionRequest request(Language resolved) {
    return request(resolved, Map.of());
  }

  /**
   * @param otherwise the limits to ask for where the options name none
   */
  SessionRequest request(Language resolved, Map<Limit, Long> otherwise) {
    Map<Limit, Long> all = new LinkedHashMap<>(otherwise);
    all.putAll(limits());
    return new SessionRequest(
        resolved,
        runtime,
        preference(),
        Optional.empty(),
        template,
        all,
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        false,
        image);
  }

  private Preference preference() {
    return Preference.byLabel(preference)
        .orElseThrow(
            () ->
                wrong("there is no preference " + preference, "--prefer")
                    .known(Arrays.stream(Preference.values()).map(Preference::label).toList()));
  }

  private Map<Limit, Long> limits() {
    Map<Limit, Long> parsed = new LinkedHashMap<>();
    limits.forEach((key, value) -> parsed.put(limit(key), value));
    return parsed;
  }

  private static Limit limit(String key) {
    return Limit.byKey(key)
        .orElseThrow(
            () ->
                wrong("there is no limit " + key, "--limit")
                    .known(Arrays.stream(Limit.values()).map(Limit::key).toList()));
  }

  private static ServiceException wrong(String message, String field) {
    return ServiceException.of(ErrorCode.INVALID_PARAMS, message).field(field);
  }
}
