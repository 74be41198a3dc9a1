package dev.codebeaker.cli;

import dev.codebeaker.execution.ContextName;
import dev.codebeaker.execution.Language;
import dev.codebeaker.session.SessionId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "repl",
    description = "Talk to an interpreter that keeps its state from turn to turn.",
    footer = {
      "",
      "An open bracket, string or block asks for more lines; an empty line ends a block.",
      "Ctrl-C stops the turn, Ctrl-D the conversation."
    })
final class ReplCommand implements Callable<Integer> {
  private static final String DEFAULT_LANGUAGE = "python";
  private static final ContextName CONTEXT = new ContextName("repl");

  @Mixin private GuestOptions guest;

  private final Application application;
  private final Terminal terminal;

  ReplCommand(Application application, Terminal terminal) {
    this.application = application;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return application.quietly(this::talk);
  }

  private int talk(Service service) throws InterruptedException {
    Language language = service.language(guest.language().orElse(DEFAULT_LANGUAGE));
    SessionId session = new Preparation(service, terminal).open(guest.request(language)).id();
    try {
      return new Conversation(service, session, language, CONTEXT, terminal).hold();
    } finally {
      service.close(session);
    }
  }
}
