package dev.codebeaker.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.codebeaker.execution.Language;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.ExecutionRuntime;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "languages", description = "List the languages, and whether each can be run now.")
final class LanguagesCommand implements Callable<Integer> {
  @Option(names = "--json", description = "For programs to read.")
  private boolean json;

  private final Application application;
  private final Terminal terminal;

  LanguagesCommand(Application application, Terminal terminal) {
    this.application = application;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return application.quietly(
        service -> {
          Availabilities.settle(service);
          if (json) {
            terminal.say(array(service).toPrettyString());
          } else {
            service.languages().forEach(language -> terminal.say(row(service, language)));
          }
          return ExitCode.OK;
        });
  }

  private static String row(Service service, Language language) {
    Availability best = Availabilities.best(service, language);
    return String.format(
        Locale.ROOT,
        "%-12s %-12s %-12s %s",
        language,
        Availabilities.label(best),
        String.join(",", names(service, language)),
        Availabilities.detail(best));
  }

  private static ArrayNode array(Service service) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Language language : service.languages()) {
      Availability best = Availabilities.best(service, language);
      ObjectNode object = array.addObject();
      object.put("language", language.id());
      object.put("state", Availabilities.label(best));
      object.put("detail", Availabilities.detail(best));
      names(service, language).forEach(object.putArray("runtimes")::add);
      ArrayNode templates = object.putArray("templates");
      Availabilities.runtimes(service, language).stream()
          .flatMap(runtime -> runtime.templates(language).stream())
          .distinct()
          .forEach(templates::add);
    }
    return array;
  }

  private static List<String> names(Service service, Language language) {
    return Availabilities.runtimes(service, language).stream().map(ExecutionRuntime::name).toList();
  }
}
