package dev.codebeaker.testing;

import dev.codebeaker.execution.ContextName;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.execution.Run;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.execution.RunProgram;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.Execution;
import dev.codebeaker.runtime.Sandbox;
import dev.codebeaker.runtime.SandboxSpec;
import dev.codebeaker.workspace.Workspace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs {@link FakeProgram}s, each on a thread of its own, and notes what it was asked to. */
public final class FakeSandbox implements Sandbox {
  private final SandboxSpec spec;
  private final Workspace workspace;
  private final List<FakeProgram> programs = new CopyOnWriteArrayList<>();
  private final List<Limits> limits = new CopyOnWriteArrayList<>();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger mostRunning = new AtomicInteger();
  private final Map<ContextName, AtomicInteger> turns = new HashMap<>();
  private boolean closed;

  FakeSandbox(SandboxSpec spec, Workspace workspace) {
    this.spec = spec;
    this.workspace = workspace;
  }

  @Override
  public Execution start(Run run, Limits granted, OutputSink sink) {
    return switch (run) {
      case RunCode code -> start(run, code, granted, sink);
      case RunProgram program -> start(run, asCode(program), granted, sink);
    };
  }

  /** What a program is called is what it does. */
  private RunCode asCode(RunProgram program) {
    return new RunCode(
        spec.language(),
        program.program(),
        Optional.empty(),
        program.args(),
        program.env(),
        program.stdin(),
        program.files(),
        program.terminal());
  }

  private synchronized Execution start(
      Run asked, RunCode command, Limits granted, OutputSink sink) {
    if (closed) {
      throw ServiceException.of(ErrorCode.SESSION_CLOSED, "the sandbox is closed");
    }
    limits.add(granted);
    AtomicInteger turn =
        command
            .context()
            .map(name -> turns.computeIfAbsent(name, _ -> new AtomicInteger()))
            .orElseGet(AtomicInteger::new);
    FakeProgram program = new FakeProgram(asked, command, sink, turn.incrementAndGet());
    programs.add(program);
    mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
    Thread.ofVirtual().start(() -> program.run(running::decrementAndGet));
    return program;
  }

  @Override
  public Workspace workspace() {
    return workspace;
  }

  @Override
  public synchronized int contexts() {
    return turns.size();
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    programs.forEach(program -> program.cancel("the sandbox was closed"));
    workspace.close();
  }

  public SandboxSpec spec() {
    return spec;
  }

  /** The limits of each execution, in order. */
  public List<Limits> limits() {
    return limits;
  }

  public int mostRunning() {
    return mostRunning.get();
  }

  public synchronized boolean isClosed() {
    return closed;
  }
}
