package dev.codebeaker.runtime.wasm;

import dev.codebeaker.execution.ContextName;
import dev.codebeaker.execution.Language;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** The contexts of one session, its files, and the program that runs in it. */
final class WasmSandbox implements Sandbox {
  /** A context is one interpreter in one language. */
  private record ContextKey(ContextName name, Language language) {}

  private final SandboxSpec spec;
  private final WasmRuntime runtime;
  private final WasmPlace place;
  private final Workspace workspace;

  // guarded by this
  private final Map<ContextKey, WasmGuest> contexts = new HashMap<>();
  private @Nullable WasmExecution current;
  private boolean threadTaken;
  private boolean closed;

  WasmSandbox(SandboxSpec spec, WasmRuntime runtime, WasmPlace place, Workspace workspace) {
    this.spec = spec;
    this.runtime = runtime;
    this.place = place;
    this.workspace = workspace;
  }

  @Override
  public Execution start(Run run, Limits limits, OutputSink sink) {
    return switch (run) {
      case RunCode code -> start(code, limits, sink);
      case RunProgram program -> throw notSupported(program);
    };
  }

  private static ServiceException notSupported(RunProgram program) {
    return ServiceException.of(
            ErrorCode.NOT_SUPPORTED, "a WebAssembly machine has no programs to start")
        .field("command.type")
        .fix("send code, or create a session that asks for the feature " + program.type());
  }

  private Execution start(RunCode command, Limits limits, OutputSink sink) {
    WasmExecution execution = new WasmExecution(command, limits, sink);
    if (begin(execution)) {
      try {
        runtime.threads().execute(() -> runAll(execution));
      } catch (RejectedExecutionException closing) {
        leave();
        throw ServiceException.because(
            ErrorCode.SESSION_CLOSED, "the wasm runtime is closing", closing);
      }
    }
    return execution;
  }

  @Override
  public boolean startsAtOnce() {
    return true;
  }

  /** False if the thread of the execution before, which is still tidying up, will run it too. */
  private synchronized boolean begin(WasmExecution execution) {
    if (closed) {
      throw ServiceException.of(ErrorCode.SESSION_CLOSED, "the sandbox is closed");
    }
    RunCode command = execution.command();
    runtime.requireLanguage(command.language());
    command.context().ifPresent(name -> requireRoom(new ContextKey(name, command.language())));
    boolean idle = !threadTaken;
    threadTaken = true;
    current = execution;
    return idle;
  }

  private void runAll(WasmExecution first) {
    WasmExecution last = first;
    run(last);
    for (Optional<WasmExecution> next = after(last); next.isPresent(); next = after(last)) {
      last = next.get();
      run(last);
    }
  }

  private synchronized Optional<WasmExecution> after(WasmExecution last) {
    if (current == null || current == last) {
      threadTaken = false;
      return Optional.empty();
    }
    return Optional.of(current);
  }

  private synchronized void leave() {
    threadTaken = false;
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

  private void run(WasmExecution execution) {
    RunCode command = execution.command();
    if (command.context().isPresent()) {
      ContextKey key = new ContextKey(command.context().get(), command.language());
      execution.run(() -> context(key), guest -> guest.settle(runtime.settlings()));
    } else {
      execution.run(() -> open(command.language(), false), WasmGuest::close);
    }
  }

  private WasmGuest context(ContextKey key) {
    synchronized (this) {
      WasmGuest live = contexts.get(key);
      if (live != null) {
        return live;
      }
    }
    runtime.takeContext();
    try {
      WasmGuest opened = open(key.language(), true);
      synchronized (this) {
        if (!closed) {
          contexts.put(key, opened);
          return opened;
        }
      }
      opened.close();
      throw ServiceException.of(ErrorCode.SESSION_CLOSED, "the sandbox is closed");
    } catch (RuntimeException | Error failure) {
      runtime.giveContextBack();
      throw failure;
    }
  }

  private WasmGuest open(Language language, boolean stateful) {
    return place.open(
        new WasmEngine.GuestSpec(
            runtime.toolchain(language),
            language,
            language.equals(spec.language()) ? spec.template() : java.util.Optional.empty(),
            workspace,
            stateful,
            spec.limits()));
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
    WasmExecution running;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      running = current;
    }
    if (running != null) {
      running.cancel("the session was closed");
      running.awaitLeft();
    }
    closeContexts();
    workspace.close();
    place.close();
    runtime.closed(this);
  }

  private void closeContexts() {
    java.util.List<WasmGuest> live;
    synchronized (this) {
      live = java.util.List.copyOf(contexts.values());
      contexts.clear();
    }
    for (WasmGuest guest : live) {
      try {
        guest.close();
      } finally {
        runtime.giveContextBack();
      }
    }
  }
}
