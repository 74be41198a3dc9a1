package dev.codebeaker.runtime.process;

import dev.codebeaker.execution.ContextName;
import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.Outcome.ContextState;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.execution.Run;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.execution.RunProgram;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.Execution;
import dev.codebeaker.runtime.Sandbox;
import dev.codebeaker.runtime.process.jail.JailHouse;
import dev.codebeaker.workspace.Workspace;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The jails of one session, its files, and what runs in it. */
final class ProcessSandbox implements Sandbox {
  /** A context is one interpreter in one language. */
  private record ContextKey(ContextName name, Language language) {}

  /** What everything that runs in it shares. */
  record Around(Workspace workspace, Watchdog watchdog) {}

  private final ProcessRuntime runtime;
  private final JailHouse.Place place;
  private final Workspace workspace;
  private final Around around;
  private final SessionJails jails;
  private final CodeRun codeRun;

  // guarded by this
  private final Map<ContextKey, ContextSeat> contexts = new HashMap<>();
  private @Nullable ProcessExecution current;
  private boolean closed;

  /**
   * @param chosen where it lives, if not in its languages' own rooms
   */
  ProcessSandbox(
      ProcessRuntime runtime,
      JailHouse.Place place,
      Workspace workspace,
      SessionJails jails,
      Optional<Room> chosen) {
    this.runtime = runtime;
    this.place = place;
    this.workspace = workspace;
    this.around = new Around(workspace, runtime.watchdog());
    this.jails = jails;
    this.codeRun = new CodeRun(runtime, jails, around, chosen);
  }

  @Override
  public Execution start(Run run, Limits limits, OutputSink sink) {
    ContextState before = run.inContext() ? ContextState.KEPT : ContextState.NONE;
    ProcessExecution execution = new ProcessExecution(limits.wall(), before);
    ProcessExecution previous = begin(execution, run);
    Thread.ofVirtual()
        .name("process-execution")
        .start(
            () -> {
              if (previous != execution) {
                previous.awaitLeft();
              }
              execution.run(it -> perform(it, run, limits, sink));
            });
    return execution;
  }

  /** Returns the execution before this one, which may still be tidying up. */
  private synchronized ProcessExecution begin(ProcessExecution execution, Run run) {
    if (closed) {
      throw ServiceException.of(ErrorCode.SESSION_CLOSED, "the sandbox is closed");
    }
    if (run instanceof RunCode code) {
      runtime.requireLanguage(code.language());
      if (code.inContext()) {
        runtime.requireContexts(code.language());
      }
      code.context().ifPresent(name -> requireRoom(new ContextKey(name, code.language())));
    }
    ProcessExecution before = current == null ? execution : current;
    current = execution;
    return before;
  }

  private void requireRoom(ContextKey key) {
    int most = runtime.config().maxContextsPerSession();
    if (!contexts.containsKey(key) && contexts.size() >= most) {
      throw ServiceException.of(
              ErrorCode.TOO_MANY_CONTEXTS,
              "the session has " + most + " contexts, and may have no more")
          .field("context")
          .fix("use one of its contexts, or open another session");
    }
  }

  private Outcome perform(ProcessExecution execution, Run run, Limits limits, OutputSink sink)
      throws IOException, InterruptedException {
    return switch (run) {
      case RunCode code ->
          code.context().isPresent()
              ? turn(execution, code, limits, sink)
              : codeRun.perform(execution, code, limits, sink);
      case RunProgram program -> codeRun.perform(execution, program, limits, sink);
    };
  }

  private Outcome turn(ProcessExecution execution, RunCode code, Limits limits, OutputSink sink)
      throws IOException, InterruptedException {
    ContextKey key = new ContextKey(code.context().orElseThrow(), code.language());
    ContextSeat seat = context(key);
    Outcome outcome = seat.run(execution, code, limits, sink);
    if (!seat.isFit()) {
      forget(key, seat);
    }
    return outcome;
  }

  private ContextSeat context(ContextKey key) throws IOException, InterruptedException {
    ContextSeat live = find(key).orElse(null);
    if (live != null && live.isFit()) {
      return live;
    }
    if (live != null) {
      forget(key, live);
    }
    ContextSeat opened = codeRun.openContext(key.language());
    synchronized (this) {
      if (!closed) {
        contexts.put(key, opened);
        return opened;
      }
    }
    opened.close();
    throw ServiceException.of(ErrorCode.SESSION_CLOSED, "the sandbox is closed");
  }

  private synchronized Optional<ContextSeat> find(ContextKey key) {
    return Optional.ofNullable(contexts.get(key));
  }

  private void forget(ContextKey key, ContextSeat seat) {
    synchronized (this) {
      contexts.remove(key, seat);
    }
    seat.close();
  }

  @Override
  public boolean startsAtOnce() {
    return true;
  }

  @Override
  public Workspace workspace() {
    return workspace;
  }

  @Override
  public synchronized int contexts() {
    return contexts.size();
  }

  @Override
  public void close() {
    ProcessExecution running;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      running = current;
    }
    if (running != null) {
      running.cancel("the session was closed");
    }
    jails.close();
    if (running != null) {
      running.awaitLeft();
    }
    liveContexts().forEach(ContextSeat::close);
    jails.close();
    workspace.close();
    place.close();
    runtime.closed(this);
  }

  private synchronized List<ContextSeat> liveContexts() {
    List<ContextSeat> live = List.copyOf(contexts.values());
    contexts.clear();
    return live;
  }
}
