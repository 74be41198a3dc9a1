package dev.codebeaker.cli;

import dev.codebeaker.execution.RunCode;
import dev.codebeaker.execution.Stdin;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.RuntimeCapabilities.Feature;
import dev.codebeaker.session.SessionId;
import dev.codebeaker.session.SessionRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "run",
    description =
        "Run one program in a sandbox of its own; its input, output and exit code pass"
            + " through.",
    footer = {
      "",
      "Exit codes: the program's own; 124 out of time, 137 over another limit, 134 trapped,",
      "130 Ctrl-C, 2 wrong request, 125 the service failed.",
      "",
      "  codebeaker run hello.py -- an argument",
      "  codebeaker run --lang python -e 'print(6 * 7)'",
      "  seq 10 | codebeaker run -l python -e 'import sys; print(sum(map(int, sys.stdin)))'"
    })
final class RunCommand implements Callable<Integer> {
  private static final String TERM = "TERM";

  @Mixin private GuestOptions guest;

  @Option(
      names = {"-e", "--eval"},
      paramLabel = "CODE",
      description = "The program itself, instead of a file.")
  private Optional<String> expression;

  @Option(
      names = "--env",
      paramLabel = "NAME=VALUE",
      description = "Set in the program's environment, which is empty otherwise.")
  private Map<String, String> env = new LinkedHashMap<>();

  @Option(
      names = {"-t", "--tty"},
      description = "Give it this terminal; keys reach it as they are pressed.")
  private boolean tty;

  @Parameters(
      paramLabel = "FILE [ARGS]",
      description =
          "The program's file, or - to read it from standard input; then its own arguments, behind"
              + " -- if they look like options.")
  private List<String> words = new ArrayList<>();

  private final Application application;
  private final Terminal terminal;

  RunCommand(Application application, Terminal terminal) {
    this.application = application;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Source source = Source.of(guest.language(), expression, words, terminal.in());
    return application.quietly(service -> run(service, source));
  }

  private int run(Service service, Source source) throws InterruptedException {
    SessionRequest request = guest.request(service.language(source.language()));
    if (tty) {
      requireTerminal(source);
      request = request.needing(Set.of(Feature.TERMINAL));
    }
    SessionId session = new Preparation(service, terminal).open(request).id();
    try {
      return new AttachedRun(service, session, terminal)
          .run(program(request, source), !source.consumedInput());
    } finally {
      service.close(session);
    }
  }

  private void requireTerminal(Source source) {
    if (source.consumedInput() || !terminal.interactive()) {
      throw ServiceException.of(
              ErrorCode.INVALID_PARAMS, "standard input and output are no terminal to pass on")
          .field("--tty")
          .fix("leave it out, or run this in a terminal without redirections");
    }
  }

  private RunCode program(SessionRequest request, Source source) {
    Map<String, String> given = new LinkedHashMap<>(env);
    if (tty) {
      given.putIfAbsent(TERM, terminal.screen().type());
    }
    return new RunCode(
        request.language(),
        source.code(),
        Optional.empty(),
        source.args(),
        given,
        new Stdin(new byte[0], !source.consumedInput()),
        Map.of(),
        tty ? Optional.of(terminal.screen().size()) : Optional.empty());
  }
}
