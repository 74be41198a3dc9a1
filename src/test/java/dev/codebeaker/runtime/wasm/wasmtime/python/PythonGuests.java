package dev.codebeaker.runtime.wasm.wasmtime.python;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.codebeaker.execution.ContextName;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.execution.Stdin;
import dev.codebeaker.runtime.wasm.WasmGuest;
import dev.codebeaker.workspace.Workspace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A workspace for one test, and programs and one context in it. */
final class PythonGuests implements AfterEachCallback {
  private final String template;
  private final Workspace workspace;
  private WasmGuest context;

  PythonGuests(String template) {
    this.template = template;
    PythonFixture.factory();
    this.workspace = PythonFixture.workspace();
  }

  Workspace workspace() {
    return workspace;
  }

  Seen program(String code) {
    return program(RunCode.program(PythonFixture.PYTHON, code), PythonFixture.LIMITS);
  }

  Seen program(String code, Map<Limit, Long> limits) {
    return program(RunCode.program(PythonFixture.PYTHON, code), PythonFixture.LIMITS.with(limits));
  }

  Seen program(String code, List<String> args, Map<String, String> env, String stdin) {
    return program(
        new RunCode(
            PythonFixture.PYTHON,
            code,
            Optional.empty(),
            args,
            env,
            new Stdin(stdin.getBytes(UTF_8), false),
            Map.of()),
        PythonFixture.LIMITS);
  }

  private Seen program(RunCode command, Limits limits) {
    try (WasmGuest guest = PythonFixture.program(workspace, template)) {
      return run(guest, command, limits);
    }
  }

  /** The next turn of the context, which is settled after it. */
  Seen turn(String code) {
    return turn(code, Map.of());
  }

  Seen turn(String code, Map<Limit, Long> limits) {
    Seen seen =
        run(
            context(),
            RunCode.turn(PythonFixture.PYTHON, code, new ContextName("c")),
            PythonFixture.LIMITS.with(limits));
    context().settle();
    return seen;
  }

  Seen turnReading(String code, String stdin) {
    RunCode turn =
        RunCode.turn(PythonFixture.PYTHON, code, new ContextName("c"))
            .withStdin(new Stdin(stdin.getBytes(UTF_8), false));
    Seen seen = run(context(), turn, PythonFixture.LIMITS);
    context().settle();
    return seen;
  }

  WasmGuest context() {
    if (context == null) {
      context = PythonFixture.context(workspace, template);
    }
    return context;
  }

  static Seen run(WasmGuest guest, RunCode command, Limits limits) {
    Seen seen = new Seen();
    Outcome outcome = guest.run(command, limits, seen);
    seen.outcome = outcome;
    return seen;
  }

  @Override
  public void afterEach(ExtensionContext ignored) {
    if (context != null) {
      context.close();
    }
    workspace.close();
  }
}
