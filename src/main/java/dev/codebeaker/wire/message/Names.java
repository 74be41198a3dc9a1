package dev.codebeaker.wire.message;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.selection.Languages;
import dev.codebeaker.selection.Preference;
import dev.codebeaker.wire.json.Fields;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Reads the values that many requests share. */
public final class Names {
  private Names() {}

  /** A language by its name or an alias. */
  public static Language language(String text, String path, Languages languages) {
    try {
      return languages.parse(text);
    } catch (ServiceException e) {
      throw e.field(path);
    }
  }

  public static Preference preference(Fields fields) {
    return fields
        .optionalText("preference")
        .map(
            label ->
                Preference.byLabel(label)
                    .orElseThrow(
                        () ->
                            Fields.invalid(fields.at("preference"), "must be a known preference")
                                .known(
                                    Arrays.stream(Preference.values())
                                        .map(Preference::label)
                                        .toList())))
        .orElse(Preference.BALANCED);
  }

  public static Map<Limit, Long> limits(Fields fields) {
    Map<Limit, Long> limits = new EnumMap<>(Limit.class);
    fields
        .members("limits", Fields::count)
        .forEach((key, value) -> limits.put(limit(key, fields.at("limits." + key)), value));
    return limits;
  }

  private static Limit limit(String key, String path) {
    return Limit.byKey(key)
        .orElseThrow(
            () ->
                ServiceException.of(ErrorCode.INVALID_PARAMS, "there is no limit '" + path + "'")
                    .field(path)
                    .fix("use the known limits")
                    .known(Arrays.stream(Limit.values()).map(Limit::key).toList()));
  }

  public static Optional<Duration> millis(Fields fields, String name) {
    return fields
        .optionalCount(name)
        .map(
            ms -> {
              if (ms > Duration.ofDays(365).toMillis()) {
                throw Fields.invalid(fields.at(name), "must be less than a year, in milliseconds");
              }
              return Duration.ofMillis(ms);
            });
  }
}
