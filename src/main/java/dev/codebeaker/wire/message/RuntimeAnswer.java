package dev.codebeaker.wire.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.RuntimeCapabilities;
import dev.codebeaker.runtime.RuntimeCapabilities.Feature;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A runtime: what it can do, what it enforces, and which languages it can serve now.
 *
 * @param network what a guest can reach: {@code none}, {@code filtered} or {@code open}
 * @param features what it offers beyond running a program
 * @param enforcedLimits the limits it really stops a guest at
 * @param startupMs from opening a sandbox to its first output, as declared
 * @param memoryOverheadBytes what an open sandbox costs beside the guest's own data, as declared
 * @param open how many sandboxes are open now
 * @param details what else there is to know of it, name to value: which engine, which way of
 *     confining
 */
public record RuntimeAnswer(
    String name,
    Isolation isolation,
    String network,
    List<String> features,
    List<String> enforcedLimits,
    double startupMs,
    long memoryOverheadBytes,
    int open,
    int maxConcurrent,
    SortedMap<String, String> details,
    List<Served> languages) {

  /**
   * @param rating 0 (none) to 10
   */
  public record Isolation(String level, int rating) {}

  /**
   * A language, and whether the runtime can serve it now.
   *
   * @param templates the prepared bases a session may start from, the default one first
   * @param repl the command line of a program that talks to a person in it, for a terminal; empty
   *     where there is none
   */
  public record Served(
      String name, Readiness availability, List<String> templates, List<String> repl) {}

  /**
   * @param state {@code available}, {@code preparing} or {@code unavailable}
   * @param version what serves it, where it is available
   * @param activity what is being prepared, and {@code progress} from 0 to 1
   * @param reason what is missing, and {@code remedy} what to do about it
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Readiness(
      String state,
      Optional<String> version,
      Optional<String> activity,
      Optional<Double> progress,
      Optional<String> reason,
      Optional<String> remedy) {
    static Readiness of(Availability availability) {
      Optional<String> none = Optional.empty();
      return switch (availability) {
        case Availability.Available(String version) ->
            new Readiness("available", Optional.of(version), none, Optional.empty(), none, none);
        case Availability.Preparing(String activity, double progress) ->
            new Readiness(
                "preparing", none, Optional.of(activity), Optional.of(progress), none, none);
        case Availability.Unavailable(String reason, String remedy) ->
            new Readiness(
                "unavailable",
                none,
                none,
                Optional.empty(),
                Optional.of(reason),
                Optional.of(remedy));
      };
    }
  }

  static RuntimeAnswer of(ExecutionRuntime runtime) {
    RuntimeCapabilities can = runtime.capabilities();
    return new RuntimeAnswer(
        runtime.name(),
        new Isolation(can.isolation().label(), can.isolation().rating()),
        can.network().name().toLowerCase(Locale.ROOT),
        can.features().stream().map(Feature::label).sorted().toList(),
        can.enforcedLimits().stream().sorted().map(Limit::key).toList(),
        can.startup().toNanos() / 1_000_000.0,
        can.memoryOverheadBytes(),
        runtime.open(),
        can.maxConcurrent(),
        new TreeMap<>(runtime.details()),
        can.languages().stream().sorted().map(language -> served(runtime, language)).toList());
  }

  static Served served(ExecutionRuntime runtime, Language language) {
    return new Served(
        language.id(),
        Readiness.of(runtime.availability(language)),
        runtime.templates(language),
        runtime.repl(language));
  }
}
