package dev.codebeaker.telemetry;

import java.util.List;

/**
 * Every metric of the service, once. The values of a label come from a small fixed set (runtimes,
 * configured languages, outcomes, error codes), never from a request.
 */
public enum Metric {
  EXECUTIONS(
      "codebeaker.executions",
      Kind.COUNTER,
      "Executions that ended",
      Label.RUNTIME,
      Label.LANGUAGE,
      Label.OUTCOME),
  EXECUTION_DURATION(
      "codebeaker.execution.duration",
      Kind.TIMER,
      "From the start of an execution to its end",
      Label.RUNTIME,
      Label.LANGUAGE),
  QUEUE_TIME(
      "codebeaker.queue.time", Kind.TIMER, "How long a command waited for its turn", Label.RUNTIME),
  COMMANDS_ACTIVE(
      "codebeaker.commands.active", Kind.GAUGE, "Commands that run, wait or are being opened for"),
  OPEN_TIME(
      "codebeaker.sandbox.open.time",
      Kind.TIMER,
      "How long a sandbox took to open",
      Label.RUNTIME,
      Label.LANGUAGE),
  SESSION_LIFE(
      "codebeaker.session.life",
      Kind.TIMER,
      "How long a session lived, by why it was closed",
      Label.RUNTIME,
      Label.REASON),
  SESSIONS_OPEN("codebeaker.sessions.open", Kind.GAUGE, "Sessions open now"),
  SESSIONS_MAX("codebeaker.sessions.max", Kind.GAUGE, "Sessions that may be open at once"),
  SANDBOXES_OPEN("codebeaker.sandboxes.open", Kind.GAUGE, "Sandboxes open now", Label.RUNTIME),
  SANDBOXES_MAX(
      "codebeaker.sandboxes.max", Kind.GAUGE, "Sandboxes that may be open at once", Label.RUNTIME),
  CONTEXTS_LIVE("codebeaker.contexts.live", Kind.GAUGE, "Contexts live now", Label.RUNTIME),
  CHECKPOINT_TIME(
      "codebeaker.context.checkpoint.time",
      Kind.TIMER,
      "How long it took to keep what a turn left in its context, behind the answer",
      Label.RUNTIME),
  RESTORE_TIME(
      "codebeaker.context.restore.time",
      Kind.TIMER,
      "How long it took to put back a context that its turn had lost, behind the answer",
      Label.RUNTIME),
  POOL_TAKEN(
      "codebeaker.pool.taken",
      Kind.COUNTER,
      "Sandboxes that found an interpreter started ahead (hit), or had to wait for one (miss)",
      Label.RUNTIME,
      Label.RESULT),
  POOL_READY(
      "codebeaker.pool.ready",
      Kind.GAUGE,
      "Interpreters that were started ahead and wait",
      Label.RUNTIME),
  SELECTIONS(
      "codebeaker.selections",
      Kind.COUNTER,
      "Selections, by the runtime that won; none where no runtime could serve",
      Label.RUNTIME),
  SELECTIONS_MOVED(
      "codebeaker.selections.moved",
      Kind.COUNTER,
      "Sessions that went to the next candidate, by the runtime that could not open and why",
      Label.RUNTIME,
      Label.CODE),
  RUNTIMES_RESTING(
      "codebeaker.runtimes.resting",
      Kind.GAUGE,
      "In how many languages a runtime gets no sessions now, because it failed to open",
      Label.RUNTIME),
  LANGUAGES_AVAILABLE(
      "codebeaker.languages.available",
      Kind.GAUGE,
      "How many languages a runtime can serve now",
      Label.RUNTIME),
  FAULTS(
      "codebeaker.runtime.faults",
      Kind.COUNTER,
      "Times a runtime itself failed, by what it was doing",
      Label.RUNTIME,
      Label.STEP),
  WORKERS_LOST(
      "codebeaker.workers.lost",
      Kind.COUNTER,
      "Worker processes that ended, or did not start, without being told to",
      Label.RUNTIME),
  CONTAINERS_LEFT(
      "codebeaker.containers.left",
      Kind.GAUGE,
      "Containers whose session is over and which the engine has not removed",
      Label.RUNTIME),
  REJECTED("codebeaker.rejected", Kind.COUNTER, "Requests the service refused", Label.CODE),
  LIMITS_HIT(
      "codebeaker.limits.hit",
      Kind.COUNTER,
      "Executions that were stopped at a limit",
      Label.RUNTIME,
      Label.LIMIT),
  DRAINING("codebeaker.draining", Kind.GAUGE, "1 while the service is going out of use, else 0");

  /** How a metric is counted; decides what Prometheus calls it. */
  public enum Kind {
    COUNTER("_total"),
    TIMER("_seconds"),
    GAUGE("");

    private final String suffix;

    Kind(String suffix) {
      this.suffix = suffix;
    }
  }

  /** The names of the labels. */
  public static final class Label {
    public static final String RUNTIME = "runtime";
    public static final String LANGUAGE = "language";
    public static final String OUTCOME = "outcome";
    public static final String CODE = "code";
    public static final String REASON = "reason";
    public static final String LIMIT = "limit";
    public static final String RESULT = "result";
    public static final String STEP = "step";

    private Label() {}
  }

  private final String id;
  private final Kind kind;
  private final String meaning;
  private final List<String> labels;

  Metric(String id, Kind kind, String meaning, String... labels) {
    this.id = id;
    this.kind = kind;
    this.meaning = meaning;
    this.labels = List.of(labels);
  }

  public String id() {
    return id;
  }

  public Kind kind() {
    return kind;
  }

  public String meaning() {
    return meaning;
  }

  public List<String> labels() {
    return labels;
  }

  /** As it is called where Prometheus reads it; a timer adds {@code _count}, {@code _sum} … */
  public String prometheusName() {
    return id.replace('.', '_') + kind.suffix;
  }
}
