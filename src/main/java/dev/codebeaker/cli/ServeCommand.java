package dev.codebeaker.cli;

import dev.codebeaker.execution.Language;
import dev.codebeaker.runtime.Availability;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "serve", description = "Start the service; what happens without any command.")
final class ServeCommand implements Callable<Integer> {
  private static final String PORT = "quarkus.http.port";
  private static final String HOST = "quarkus.http.host";
  private static final Map<String, String> EXAMPLES =
      Map.of("python", "print(6 * 7)", "javascript", "console.log(6 * 7)");
  private static final List<String> EXAMPLE_ORDER = List.of("python", "javascript");

  @Option(
      names = {"-p", "--port"},
      paramLabel = "PORT",
      description = "The TCP port to listen on (8080); 0 takes a free one.")
  private Optional<Integer> port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "The address to listen on; 0.0.0.0 for all of them.")
  private Optional<String> host;

  private final Application application;
  private final Terminal terminal;

  ServeCommand(Application application, Terminal terminal) {
    this.application = application;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Map<String, String> settings = new LinkedHashMap<>();
    port.ifPresent(number -> settings.put(PORT, number.toString()));
    host.ifPresent(address -> settings.put(HOST, address));
    return application.listening(settings, this::greet);
  }

  private int greet(Service service) {
    if (service.isReadByPrograms()) {
      return ExitCode.OK;
    }
    String address = service.address().getAuthority();
    terminal.say("");
    terminal.say("  CodeBeaker " + Build.version() + " is ready. Ctrl-C ends it.");
    terminal.say("");
    terminal.say("  browser    http://" + address + "/");
    terminal.say("  reference  http://" + address + "/q/swagger-ui/");
    terminal.say("  websocket  ws://" + address + "/rpc");
    example(service).ifPresent(language -> terminal.say("  try        " + curl(address, language)));
    states(service).forEach((state, ids) -> terminal.say("  note       " + state + ": " + ids));
    terminal.say("");
    return ExitCode.OK;
  }

  private static Optional<String> example(Service service) {
    return EXAMPLE_ORDER.stream()
        .filter(name -> service.languages().contains(new Language(name)))
        .filter(name -> isAvailable(service, new Language(name)))
        .findFirst();
  }

  private static String curl(String address, String language) {
    return "curl -s http://"
        + address
        + "/api/run -H 'Content-Type: application/json' -d '{\"language\": \""
        + language
        + "\", \"code\": \""
        + EXAMPLES.get(language)
        + "\"}'";
  }

  private static boolean isAvailable(Service service, Language language) {
    return Availabilities.best(service, language) instanceof Availability.Available;
  }

  /** What is not there yet: what is to be said of it, and the languages. */
  private static Map<String, String> states(Service service) {
    Map<String, String> states = new TreeMap<>();
    for (Language language : service.languages()) {
      state(service, language)
          .ifPresent(state -> states.merge(state, language.id(), (ids, id) -> ids + ", " + id));
    }
    return states;
  }

  private static Optional<String> state(Service service, Language language) {
    return switch (Availabilities.best(service, language)) {
      case Availability.Available _ -> Optional.empty();
      case Availability.Preparing preparing ->
          Optional.of("in a moment (" + preparing.activity() + ")");
      case Availability.Unavailable _ -> Optional.of("not there (see codebeaker doctor)");
    };
  }
}
