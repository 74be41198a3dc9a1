package dev.codebeaker.cli;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.RunProgram;
import dev.codebeaker.execution.RunProgram.How;
import dev.codebeaker.execution.Stdin;
import dev.codebeaker.execution.TerminalSize;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.RuntimeCapabilities;
import dev.codebeaker.runtime.RuntimeCapabilities.Feature;
import dev.codebeaker.session.SessionRequest;
import dev.codebeaker.session.SessionView;
import dev.codebeaker.workspace.WorkspacePath;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "shell",
    description =
        "Open a shell in a sandbox of its own: the interpreter of --lang or --runtime where it has"
            + " one, else /bin/sh.",
    footer = {
      "",
      "Without a terminal it reads its standard input to the end. It may take as long and write as",
      "much as the service allows (codebeaker.limits.maximum), or as --limit says.",
      "",
      "  codebeaker shell",
      "  codebeaker shell --lang python",
      "  echo 'ls | wc -l' | codebeaker shell"
    })
final class ShellCommand implements Callable<Integer> {
  /** A shell that reads what it is sent. */
  private static final String SHELL = "exec /bin/sh";

  @Mixin private GuestOptions guest;

  private final Application application;
  private final Terminal terminal;

  ShellCommand(Application application, Terminal terminal) {
    this.application = application;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return application.quietly(this::open);
  }

  private int open(Service service) throws InterruptedException {
    SessionView session = new Preparation(service, terminal).open(request(service));
    try {
      return new AttachedRun(service, session.id(), terminal).run(program(service, session), true);
    } finally {
      service.close(session.id());
    }
  }

  private SessionRequest request(Service service) {
    Set<Feature> needed = EnumSet.of(Feature.SHELL);
    if (terminal.interactive()) {
      needed.add(Feature.TERMINAL);
    }
    Language language = language(service, needed);
    if (isNamed() && named(service).anyMatch(runtime -> !runtime.repl(language).isEmpty())) {
      needed.remove(Feature.SHELL);
      needed.add(Feature.PROGRAMS);
    }
    return guest.request(language, mostTime(service, language, needed)).needing(needed);
  }

  private boolean isNamed() {
    return guest.language().isPresent() || guest.runtime().isPresent();
  }

  /** The runtimes that the options leave. */
  private Stream<ExecutionRuntime> named(Service service) {
    return service.runtimes().stream()
        .filter(runtime -> guest.runtime().stream().allMatch(runtime.name()::equals));
  }

  /** Where none is named: one of a runtime that has a shell, that can be had now if possible. */
  private Language language(Service service, Set<Feature> needed) {
    if (guest.language().isPresent()) {
      return service.language(guest.language().get());
    }
    List<ExecutionRuntime> fit =
        named(service)
            .filter(it -> isNamed() || it.capabilities().features().containsAll(needed))
            .toList();
    return Stream.concat(languages(fit, true), languages(fit, false))
        .findFirst()
        .orElseGet(() -> service.languages().first());
  }

  private static Stream<Language> languages(List<ExecutionRuntime> runtimes, boolean available) {
    return runtimes.stream()
        .flatMap(
            runtime ->
                runtime.capabilities().languages().stream()
                    .sorted()
                    .filter(
                        language ->
                            !available
                                || runtime.availability(language)
                                    instanceof Availability.Available));
  }

  /** A person takes longer than a program; what a runtime does not stop at can not be asked for. */
  private Map<Limit, Long> mostTime(Service service, Language language, Set<Feature> needed) {
    List<RuntimeCapabilities> fit =
        named(service)
            .map(ExecutionRuntime::capabilities)
            .filter(can -> can.languages().contains(language))
            .filter(can -> can.features().containsAll(needed))
            .toList();
    Map<Limit, Long> most = new EnumMap<>(Limit.class);
    for (Limit limit : List.of(Limit.WALL, Limit.CPU, Limit.OUTPUT)) {
      if (fit.stream().allMatch(can -> can.enforcedLimits().contains(limit))) {
        most.put(limit, service.maxima().get(limit));
      }
    }
    return most;
  }

  private RunProgram program(Service service, SessionView session) {
    List<String> repl =
        service.runtimes().stream()
            .filter(runtime -> isNamed() && runtime.name().equals(session.runtime()))
            .flatMap(runtime -> runtime.repl(session.language()).stream())
            .toList();
    boolean shell = repl.isEmpty();
    Optional<TerminalSize> size =
        terminal.interactive() ? Optional.of(terminal.screen().size()) : Optional.empty();
    return new RunProgram(
        shell ? How.SHELL : How.PROGRAM,
        shell ? SHELL : repl.getFirst(),
        shell ? List.of() : repl.subList(1, repl.size()),
        WorkspacePath.ROOT,
        size.isPresent() ? Map.of("TERM", terminal.screen().type()) : Map.of(),
        new Stdin(new byte[0], true),
        Map.of(),
        size);
  }
}
