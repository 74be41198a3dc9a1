package dev.codebeaker.wire.message;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Signal;
import dev.codebeaker.execution.TerminalSize;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.RuntimeCapabilities.Feature;
import dev.codebeaker.selection.Languages;
import dev.codebeaker.selection.Preference;
import dev.codebeaker.wire.json.Fields;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the values that many requests share. */
public final class Names {
  /** The fields of a terminal's size. */
  public static final List<String> TERMINAL_SIZE_FIELDS = List.of("cols", "rows");

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

  /** What a runtime must offer. */
  public static Set<Feature> features(Fields fields) {
    EnumSet<Feature> features = EnumSet.noneOf(Feature.class);
    List<String> labels = fields.texts("features");
    for (int i = 0; i < labels.size(); i++) {
      features.add(feature(labels.get(i), fields.at("features[" + i + "]")));
    }
    return features;
  }

  private static Feature feature(String label, String path) {
    return Feature.byLabel(label)
        .orElseThrow(
            () ->
                Fields.invalid(path, "must be a known feature")
                    .known(Arrays.stream(Feature.values()).map(Feature::label).toList()));
  }

  public static TerminalSize terminalSize(Fields fields) {
    return new TerminalSize(characters(fields, "cols"), characters(fields, "rows"));
  }

  private static int characters(Fields fields, String name) {
    String expected = "a whole number from 1 to " + TerminalSize.MOST;
    long count = Fields.count(fields.required(name, expected), fields.at(name));
    if (count > TerminalSize.MOST) {
      throw Fields.invalid(fields.at(name), "must be " + expected);
    }
    return Math.toIntExact(count);
  }

  public static Signal signal(Fields fields) {
    return Signal.byName(fields.text("signal"))
        .orElseThrow(
            () ->
                Fields.invalid(fields.at("signal"), "must be the name of a signal: INT or SIGINT")
                    .known(Signal.names()));
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
