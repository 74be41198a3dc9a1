package dev.codebeaker.cli;

import dev.codebeaker.selection.Selection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "explain",
    description = "Say which runtime a session would get, and why; opens nothing.",
    footer = {
      "",
      "What is measured is that of one service: a service that runs tells its own at",
      "POST /api/runtimes/explain.",
      "",
      "  codebeaker explain -l python --prefer security"
    })
final class ExplainCommand implements Callable<Integer> {
  private static final String DEFAULT_LANGUAGE = "python";

  @Mixin private GuestOptions guest;

  @Option(names = "--json", description = "For programs to read.")
  private boolean json;

  private final Application application;
  private final Terminal terminal;

  ExplainCommand(Application application, Terminal terminal) {
    this.application = application;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return application.quietly(
        service -> {
          Availabilities.settle(service);
          Selection selection =
              service.explain(
                  guest.request(service.language(guest.language().orElse(DEFAULT_LANGUAGE))));
          Explanation explanation = new Explanation(selection);
          if (json) {
            terminal.say(explanation.json().toPrettyString());
          } else {
            explanation.lines().forEach(terminal::say);
          }
          return ExitCode.OK;
        });
  }
}
