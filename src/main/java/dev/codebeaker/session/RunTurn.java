package dev.codebeaker.session;

import dev.codebeaker.admission.LoadShedder.Begun;
import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.OutputChunk;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.execution.Run;
import dev.codebeaker.runtime.Execution;
import dev.codebeaker.selection.MeasuredCosts;
import dev.codebeaker.workspace.Workspace;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Runs something in the sandbox of a session, and measures what that costs. */
final class RunTurn {
  private final Run command;
  private final Language language;
  private final Limits limits;
  private final OutputSink sink;
  private final SessionOpener.Opened opened;
  private final MeasuredCosts costs;
  private final Supplier<Begun> beginning;

  /**
   * @param language what is run, or what the session is for where that is not known
   * @param beginning counts it, from its start to its end
   */
  RunTurn(
      Run command,
      Language language,
      Limits limits,
      OutputSink sink,
      SessionOpener.Opened opened,
      MeasuredCosts costs,
      Supplier<Begun> beginning) {
    this.command = command;
    this.language = language;
    this.limits = limits;
    this.sink = sink;
    this.opened = opened;
    this.costs = costs;
    this.beginning = beginning;
  }

  /**
   * Starts it. Blocks only while its files are written, and where the sandbox takes long to start.
   *
   * @param first whether nothing has run in the sandbox before
   */
  CompletableFuture<CommandResult> perform(QueuedCommand queued, boolean first) {
    Begun begun = beginning.get();
    try {
      return started(queued, first).whenComplete((_, _) -> begun.close()).thenApply(this::measured);
    } catch (RuntimeException failure) {
      begun.close();
      throw failure;
    }
  }

  private CompletableFuture<Outcome> started(QueuedCommand queued, boolean first) {
    Workspace files = opened.sandbox().workspace();
    command.files().forEach(files::write);
    OutputSink receiver = first ? new FirstOutput() : sink;
    Run told =
        command.traced()
            ? command.withDefaultEnv(queued.turn().observer().traceContext())
            : command;
    Execution execution = opened.sandbox().start(told, limits, receiver);
    attach(queued, execution);
    return execution.ending().whenComplete((_, _) -> files.quota().recount());
  }

  private CommandResult measured(Outcome outcome) {
    if (outcome.usage().peakMemoryBytes() > 0) {
      costs.memoryTook(opened.runtime(), language, outcome.usage().ownMemoryBytes());
    }
    return new CommandResult.Ran(outcome, opened.runtime().name());
  }

  private static void attach(QueuedCommand queued, Execution execution) {
    try {
      queued.attach(execution);
    } catch (RuntimeException e) {
      execution.cancel("the service could not go on with it");
      throw e;
    }
  }

  /** Measures how long the sandbox took from being opened to its first output. */
  private final class FirstOutput implements OutputSink {
    private final long begun = System.nanoTime();
    private final AtomicBoolean seen = new AtomicBoolean();

    @Override
    public void accept(OutputChunk chunk) {
      if (!seen.getPlain() && seen.compareAndSet(false, true)) {
        costs.startupTook(
            opened.runtime(), language, opened.took().plusNanos(System.nanoTime() - begun));
      }
      sink.accept(chunk);
    }
  }
}
