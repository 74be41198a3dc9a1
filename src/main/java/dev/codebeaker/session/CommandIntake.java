package dev.codebeaker.session;

import dev.codebeaker.admission.Admission;
import dev.codebeaker.admission.LoadShedder;
import dev.codebeaker.admission.LoadShedder.Begun;
import dev.codebeaker.execution.Command;
import dev.codebeaker.execution.FileCommand;
import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.execution.Run;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.execution.RunProgram;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.RuntimeCapabilities;
import dev.codebeaker.runtime.RuntimeCapabilities.Feature;
import dev.codebeaker.selection.MeasuredCosts;
import dev.codebeaker.session.SessionObserver.Accepted;
import dev.codebeaker.session.SessionObserver.ExecutionObserver;
import dev.codebeaker.session.SessionObserver.Scope;
import dev.codebeaker.session.SessionObserver.Step;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Checks commands and queues them. No command reaches a session any other way. */
final class CommandIntake {
  private final SessionRules rules;
  private final MeasuredCosts costs;
  private final UnguessableNames names = new UnguessableNames();

  CommandIntake(SessionRules rules, MeasuredCosts costs) {
    this.rules = rules;
    this.costs = costs;
  }

  QueuedCommand accept(Session session, Command command, Map<Limit, Long> limits, OutputSink sink) {
    Limits granted;
    try (Scope _ = rules.observer().step(Step.ADMISSION)) {
      rules.admission().check(command);
      granted = rules.limits().ofExecution(session.terms().limits(), limits);
      requireEnforced(session, limits);
    }
    return switch (command) {
      case Run run -> acceptRun(session, run, granted, sink);
      case FileCommand file ->
          queue(
              session,
              file.type(),
              Optional.empty(),
              Admission.weight(file),
              _ -> done(FileTurn.perform(file, session.opened().sandbox().workspace())));
    };
  }

  /** Puts something of the service's own into the order of the session's commands. */
  QueuedCommand accept(Session session, String type, Runnable action) {
    return queue(
        session,
        type,
        Optional.empty(),
        0,
        _ -> {
          action.run();
          return done(new CommandResult.Done());
        });
  }

  private static CompletableFuture<CommandResult> done(CommandResult result) {
    return CompletableFuture.completedFuture(result);
  }

  private QueuedCommand acceptRun(Session session, Run run, Limits limits, OutputSink sink) {
    requireFeatures(session, run);
    Language language = languageOf(session, run);
    requireLanguage(session, language);
    LoadShedder shedder = rules.admission().shedder();
    if (!session.terms().oneShot()) { // its opening was let in
      shedder.require(session.runtimeName(), session.terms().owner());
    }
    Supplier<Begun> beginning =
        () -> shedder.running(session.runtimeName(), session.terms().owner());
    RunTurn turn = new RunTurn(run, language, limits, sink, session.opened(), costs, beginning);
    return queue(
        session,
        run.type(),
        Optional.of(run),
        Admission.weight(run),
        queued -> turn.perform(queued, session.isFirstRun()));
  }

  private QueuedCommand queue(
      Session session, String type, Optional<Run> run, long bytes, Turn.Action action) {
    ExecutionId id = new ExecutionId(names.next());
    ExecutionObserver observer =
        rules
            .observer()
            .accepted(
                new Accepted(
                    session.terms().id(),
                    id,
                    session.runtimeName(),
                    type,
                    run.map(it -> languageOf(session, it))));
    return session.submit(id, new Turn(run, bytes, action, observer));
  }

  private static Language languageOf(Session session, Run run) {
    return switch (run) {
      case RunCode code -> code.language();
      case RunProgram _ -> session.terms().language();
    };
  }

  private static void requireLanguage(Session session, Language language) {
    RuntimeCapabilities can = session.opened().runtime().capabilities();
    if (!can.languages().contains(language)) {
      throw ServiceException.of(
              ErrorCode.LANGUAGE_UNKNOWN,
              "the session's runtime, " + session.runtimeName() + ", does not run " + language)
          .field("language")
          .fix("create a session for " + language)
          .known(can.languages().stream().map(Language::id).toList());
    }
  }

  static void requireSignals(Session session) {
    require(session, Feature.SIGNALS, "signal");
  }

  private static void requireFeatures(Session session, Run run) {
    for (Feature feature : Feature.neededBy(run)) {
      require(session, feature, field(feature));
    }
  }

  private static void require(Session session, Feature feature, String field) {
    Set<Feature> offered = session.opened().runtime().capabilities().features();
    if (!offered.contains(feature)) {
      throw ServiceException.of(
              ErrorCode.NOT_SUPPORTED, session.runtimeName() + " does not offer " + feature.label())
          .field(field)
          .fix("create a session that asks for it: \"features\": [\"" + feature.label() + "\"]")
          .known(offered.stream().map(Feature::label).toList());
    }
  }

  private static String field(Feature feature) {
    return switch (feature) {
      case CONTEXTS, RESTORE -> "command.context";
      case TERMINAL -> "command.tty";
      case PROGRAMS, SHELL, SIGNALS, STREAMING_STDIN, STREAMING_OUTPUT, RICH_RESULTS ->
          "command.type";
    };
  }

  private static void requireEnforced(Session session, Map<Limit, Long> limits) {
    RuntimeCapabilities can = session.opened().runtime().capabilities();
    for (Limit limit : limits.keySet()) {
      if (!can.enforcedLimits().contains(limit)) {
        throw ServiceException.of(
                ErrorCode.INVALID_PARAMS,
                session.runtimeName() + " does not enforce " + limit.key())
            .field("limits." + limit.key())
            .fix("leave it out, or create a session that asks for it")
            .known(can.enforcedLimits().stream().map(Limit::key).toList());
      }
    }
  }
}
