package dev.codebeaker.wire.message;

import dev.codebeaker.admission.Owner;
import dev.codebeaker.execution.Command;
import dev.codebeaker.execution.ContextName;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.OutputChunk;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.session.CommandResult;
import dev.codebeaker.session.SessionId;
import dev.codebeaker.session.SessionService;
import dev.codebeaker.session.SessionView;
import dev.codebeaker.session.Submission;
import dev.codebeaker.wire.WireConfig;
import dev.codebeaker.wire.message.ExecutionEvents.Receiver;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Starts commands and makes answers of their results, for every dialect. */
@Singleton
public final class Executions {
  private final SessionService service;
  private final WireConfig config;

  Executions(SessionService service, WireConfig config) {
    this.service = service;
    this.config = config;
  }

  /**
   * A command that was accepted.
   *
   * @param detached whether it goes on when the client that sent it goes away
   * @param answer completes when the command is done, behind its last event
   */
  public record Accepted(
      Submission submission, boolean detached, CompletableFuture<CommandAnswer> answer) {}

  /** A command for a session. Never blocks; commands go to the session in the order of calls. */
  public Accepted execute(
      Owner owner,
      SessionId session,
      CommandRequest request,
      Map<Limit, Long> limits,
      Optional<Receiver> receiver) {
    SessionView view = service.get(owner, session);
    Recording recording = record(receiver, Optional.of(session));
    Command command = request.in(view.language());
    Submission submission = service.execute(owner, session, command, limits, recording);
    recording.follow(submission);
    return new Accepted(
        submission,
        view.detached(),
        submission.result().thenApply(result -> answer(submission, request, result, recording)));
  }

  /** One program in a sandbox of its own. Blocks while the sandbox is opened. */
  public Accepted run(Owner owner, RunRequest request, Optional<Receiver> receiver) {
    Recording recording = record(receiver, Optional.empty());
    Submission submission = start(owner, request, recording);
    recording.follow(submission);
    return new Accepted(
        submission,
        false,
        submission
            .result()
            .thenApply(result -> ran(submission, result, Optional.empty(), recording)));
  }

  /** What no runtime offers, the command asked for: such a request names no features itself. */
  private Submission start(Owner owner, RunRequest request, Recording recording) {
    try {
      return service.run(owner, request.session(), request.command(), recording);
    } catch (ServiceException e) {
      throw e.field().filter("features"::equals).isPresent() ? e.field("command") : e;
    }
  }

  private static CommandAnswer answer(
      Submission submission, CommandRequest request, CommandResult result, Recording recording) {
    return switch (request) {
      case CommandRequest.Files files -> fileAnswer(submission, files, result, recording);
      case CommandRequest.Running run -> ran(submission, result, run.context(), recording);
    };
  }

  private static CommandAnswer fileAnswer(
      Submission submission,
      CommandRequest.Files request,
      CommandResult result,
      Recording recording) {
    return switch (result) {
      // It was cancelled while it waited its turn.
      case CommandResult.Ran _ -> ran(submission, result, Optional.empty(), recording);
      case CommandResult.Content _, CommandResult.Listing _, CommandResult.Done _ ->
          FileAnswer.of(request, result);
    };
  }

  private static ExecutionAnswer ran(
      Submission submission,
      CommandResult result,
      Optional<ContextName> context,
      Recording recording) {
    if (!(result instanceof CommandResult.Ran ran)) {
      throw new IllegalStateException("code was answered with " + result);
    }
    ExecutionAnswer answer =
        ExecutionAnswer.of(submission.id(), ran, context, recording.transcript);
    recording.events.ifPresent(events -> events.completed(answer));
    return answer;
  }

  private Recording record(Optional<Receiver> receiver, Optional<SessionId> session) {
    return new Recording(
        new Transcript(config.captureBytes(), config.resultBytes()),
        receiver.map(to -> new ExecutionEvents(to, session)));
  }

  /** What an execution shows: kept for its answer, and told as it goes if anybody listens. */
  private record Recording(Transcript transcript, Optional<ExecutionEvents> events)
      implements OutputSink {
    @Override
    public void accept(OutputChunk chunk) {
      transcript.accept(chunk);
      events.ifPresent(listening -> listening.accept(chunk));
    }

    void follow(Submission submission) {
      events.ifPresent(
          listening -> {
            listening.accepted(submission.id());
            submission.started().thenRun(listening::started);
          });
    }
  }
}
