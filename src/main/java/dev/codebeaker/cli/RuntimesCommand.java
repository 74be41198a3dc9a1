package dev.codebeaker.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.codebeaker.execution.Language;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.RuntimeCapabilities;
import dev.codebeaker.runtime.RuntimeCapabilities.Feature;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "runtimes", description = "List the runtimes: how each confines, what it runs.")
final class RuntimesCommand implements Callable<Integer> {
  @Option(names = "--json", description = "For programs to read.")
  private boolean json;

  private final Application application;
  private final Terminal terminal;

  RuntimesCommand(Application application, Terminal terminal) {
    this.application = application;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return application.quietly(
        service -> {
          Availabilities.settleEverywhere(service);
          if (json) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            service.runtimes().forEach(runtime -> describe(runtime, array.addObject()));
            terminal.say(array.toPrettyString());
          } else {
            service.runtimes().forEach(this::describe);
          }
          return ExitCode.OK;
        });
  }

  private void describe(ExecutionRuntime runtime) {
    RuntimeCapabilities can = runtime.capabilities();
    terminal.say(
        String.format(
            Locale.ROOT,
            "%s: isolation %s (%d of 10), network %s, starts in %d ms, %d sandboxes open of %d",
            runtime.name(),
            can.isolation().label(),
            can.isolation().rating(),
            can.network().name().toLowerCase(Locale.ROOT),
            can.startup().toMillis(),
            runtime.open(),
            can.maxConcurrent()));
    for (Language language : sorted(can)) {
      Availability now = runtime.availability(language);
      terminal.say(
          String.format(
              Locale.ROOT,
              "  %-12s %-12s %s",
              language,
              Availabilities.label(now),
              Availabilities.detail(now)));
    }
    terminal.say("  stops at     " + limits(can).collect(Collectors.joining(", ")));
    terminal.say("  offers       " + features(can).collect(Collectors.joining(", ")));
    new TreeMap<>(runtime.details())
        .forEach(
            (name, value) -> terminal.say(String.format(Locale.ROOT, "  %-12s %s", name, value)));
  }

  private static void describe(ExecutionRuntime runtime, ObjectNode object) {
    RuntimeCapabilities can = runtime.capabilities();
    object.put("runtime", runtime.name());
    object.put("isolation", can.isolation().label());
    object.put("isolationRating", can.isolation().rating());
    object.put("network", can.network().name().toLowerCase(Locale.ROOT));
    object.put("startupMs", can.startup().toNanos() / 1e6);
    object.put("memoryOverheadBytes", can.memoryOverheadBytes());
    object.put("open", runtime.open());
    object.put("maxConcurrent", can.maxConcurrent());
    limits(can).forEach(object.putArray("enforcedLimits")::add);
    features(can).forEach(object.putArray("features")::add);
    ObjectNode details = object.putObject("details");
    new TreeMap<>(runtime.details()).forEach(details::put);
    ObjectNode languages = object.putObject("languages");
    for (Language language : sorted(can)) {
      Availability now = runtime.availability(language);
      languages
          .putObject(language.id())
          .put("state", Availabilities.label(now))
          .put("detail", Availabilities.detail(now));
    }
  }

  private static Iterable<Language> sorted(RuntimeCapabilities can) {
    return can.languages().stream().sorted().toList();
  }

  private static Stream<String> features(RuntimeCapabilities can) {
    return can.features().stream().map(Feature::label).sorted();
  }

  private static Stream<String> limits(RuntimeCapabilities can) {
    return can.enforcedLimits().stream().sorted().map(limit -> limit.key());
  }
}
