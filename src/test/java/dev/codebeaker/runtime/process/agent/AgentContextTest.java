package dev.codebeaker.runtime.process.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codebeaker.execution.ContextName;
import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.OutputChunk;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.language.Ending;
import dev.codebeaker.runtime.contract.RecordingSink;
import dev.codebeaker.runtime.process.tool.ToolVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each agent as a context. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AgentContextTest {
  private static final ContextName MAIN = new ContextName("main");

  @TempDir Path root;

  private Session open(AgentTool tool) throws Exception {
    return open(tool, tool.language());
  }

  private Session open(AgentTool tool, Language language) throws Exception {
    AgentProcess process = new AgentProcess(tool, root, tool.isPython() ? "main.py" : "main.js");
    return new Session(process, tool, language);
  }

  private static final class Session implements AutoCloseable {
    final AgentProcess process;
    final AgentContext context;
    final Language language;

    Session(AgentProcess process, AgentTool tool, Language language) {
      this.process = process;
      this.context = new AgentContext(process.agent, tool.command().kind(), language);
      this.language = language;
    }

    Ending turn(String code, OutputSink sink) throws Exception {
      return context.turn(RunCode.turn(language, code, MAIN), sink);
    }

    Ending turn(String code) throws Exception {
      return turn(code, OutputSink.NOWHERE);
    }

    String value(String code) throws Exception {
      RecordingSink sink = new RecordingSink();
      Ending ending = turn(code, sink);
      assertThat(ending.code()).as(code).isZero();
      return sink.value().orElse("");
    }

    @Override
    public void close() throws Exception {
      process.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void stateIsKeptAndExceptionsLeaveItUsable(AgentTool tool) throws Exception {
    try (Session session = open(tool)) {
      assertThat(session.value(tool.isPython() ? "kept = 41" : "let kept = 41;")).isEmpty();
      assertThat(session.value("kept + 1")).isEqualTo("42");
      String fails = tool.isPython() ? "raise ValueError('broken')" : "throw new Error('broken')";
      assertThat(session.turn("\n" + fails)).isEqualTo(new Ending(Ending.How.EXCEPTION, 1));
      String told = session.process.awaitErr(tool.isPython() ? "ValueError: broken" : "broken");
      assertThat(told).contains(tool.isPython() ? "\"<turn 3>\", line 2" : "main.js:2:");
      assertThat(told)
          .doesNotContain("agent.py", "agent.mjs", "turns.py", "turns.mjs", "bun.mjs", "bun.js");
      assertThat(session.value("kept")).isEqualTo("41");
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneThatIsStartedAheadTakesTurns(AgentTool tool) throws Exception {
    AgentCommand ahead = tool.command().startedAhead();
    String file = tool.isPython() ? "main.py" : "main.js";
    try (Session session =
        new Session(new AgentProcess(tool, ahead, root, file), tool, tool.language())) {
      assertThat(session.value(tool.isPython() ? "kept = 41" : "let kept = 41;")).isEmpty();
      assertThat(session.value("kept + 1")).isEqualTo("42");
    }
  }

  @ParameterizedTest
  @EnumSource
  void errorsShowWhereInWhichTurn(AgentTool tool) throws Exception {
    try (Session session = open(tool)) {
      session.turn(
          tool.isPython()
              ? "def f(x):\n    return 1 / x"
              : "// first\nfunction f() {\n  throw new Error('here')\n}");
      session.turn(tool.isPython() ? "\nf(0)" : "let z = 1;\nf()");
      if (tool.isPython()) {
        assertThat(session.process.awaitErr("ZeroDivisionError"))
            .contains("\"<turn 2>\", line 2, in <module>\n    f(0)")
            .contains("\"<turn 1>\", line 2, in f\n    return 1 / x");
      } else {
        assertThat(session.process.awaitErr("at main.js:2:"))
            .contains("Uncaught Error: here\n    at f (turn 1/main.js:3:");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void awaitWorksAtTheTop(AgentTool tool) throws Exception {
    try (Session session = open(tool)) {
      String code =
          tool.isPython()
              ? "import asyncio\nawait asyncio.sleep(0.01)\nv = 7\nv"
              : "const v = await new Promise(done => setTimeout(() => done(7), 5)); v";
      assertThat(session.value(code)).isEqualTo("7");
      assertThat(session.value("v + 1")).isEqualTo("8");
    }
  }

  @ParameterizedTest
  @EnumSource
  void inputIsReadWhileATurnRuns(AgentTool tool) throws Exception {
    try (Session session = open(tool)) {
      String read = tool.isPython() ? "input()" : "readLine()";
      String print = tool.isPython() ? "print" : "console.log";
      session.process.type("beaker\n");
      session.turn(print + "('who?'); " + print + "('hi ' + " + read + ")");
      session.process.awaitOut("who?\nhi beaker\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void exitEndsTheTurnOnly(AgentTool tool) throws Exception {
    try (Session session = open(tool)) {
      session.turn("a = 1");
      String exit =
          tool.isPython() ? "a = 2; raise SystemExit(3)" : "a = 2; process.exit(3); a = 4";
      assertThat(session.turn(exit)).isEqualTo(new Ending(Ending.How.EXIT, 3));
      assertThat(session.value("a")).isEqualTo("2");
    }
  }

  @ParameterizedTest
  @EnumSource
  void recursionThatGoesTooDeepCostsNoState(AgentTool tool) throws Exception {
    try (Session session = open(tool)) {
      session.turn("a = 1");
      String code =
          tool.isPython() ? "def f(): return f()\nf()" : "function f() { return f() + 1 }; f()";
      assertThat(session.turn(code).how()).isEqualTo(Ending.How.TOO_DEEP);
      assertThat(session.value("a")).isEqualTo("1");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptEndsAWait(AgentTool tool) throws Exception {
    interrupted(
        tool,
        tool.isPython()
            ? "import time; print('on'); time.sleep(600)"
            : "console.log('on'); await new Promise(done => setTimeout(done, 600_000))");
  }

  /** Deno has no way to break off a script that does not wait. */
  @ParameterizedTest
  @EnumSource(names = {"PYTHON", "BUN", "NODE"})
  void anInterruptEndsALoop(AgentTool tool) throws Exception {
    interrupted(
        tool,
        tool.isPython()
            ? "print('on')\nwhile True: pass"
            : "console.log('on'); for (;;) { try { for (;;); } catch {} }");
  }

  private void interrupted(AgentTool tool, String endless) throws Exception {
    try (Session session = open(tool)) {
      session.turn("a = 1");
      CountDownLatch stopped = new CountDownLatch(1);
      Thread stopper =
          Thread.startVirtualThread(
              () -> {
                session.process.awaitOut("on\n");
                while (stopped.getCount() > 0) {
                  interrupt(session, stopped);
                }
              });
      Ending ending = session.turn(endless);
      stopped.countDown();
      stopper.join();
      assertThat(ending).isEqualTo(new Ending(Ending.How.INTERRUPT, 130));
      assertThat(session.value("a")).isEqualTo("1");
    }
  }

  /** An interpreter drops one that comes when nothing runs, so a second may be needed. */
  private static void interrupt(Session session, CountDownLatch stopped) {
    try {
      session.process.signal("INT");
      stopped.await(200, java.util.concurrent.TimeUnit.MILLISECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BUN", "NODE", "DENO"})
  void scriptsDeclareImportAndShowPlainData(AgentTool tool) throws Exception {
    try (Session session = open(tool)) {
      session.turn("let a = 1; const b = 1; class C {}");
      session.turn("const a = 2; let b = 3; class C { m() { return a + b } }");
      assertThat(session.value("new C().m()")).isEqualTo("5");
      Files.writeString(session.process.workspace.resolve("lib.mjs"), "export const x = 9");
      session.turn(
          "import fs from 'fs'; import { join } from 'path'; import { x } from './lib.mjs'");
      assertThat(
              session.value(
                  "[join('a', 'b'), x, typeof fs.readFileSync, typeof require('os').cpus]"))
          .isEqualTo("[ 'a/b', 9, 'function', 'function' ]");
      RecordingSink sink = new RecordingSink();
      session.turn("{a: [1, 'x'], b: null}", sink);
      assertThat(sink.chunks())
          .containsExactly(
              new OutputChunk.Rich(
                  Map.of(
                      "text/plain", "{ a: [ 1, 'x' ], b: null }",
                      "application/json", "{\"a\":[1,\"x\"],\"b\":null}"),
                  true));
      assertThat(session.turn("Promise.reject(new Error('lost')); 1").code()).isEqualTo(1);
      session.turn("let n = 0; setTimeout(() => { n = 1; console.log('fired') }, 1); n");
      assertThat(session.value("await new Promise(done => setTimeout(done, 20)); n"))
          .isEqualTo("1");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BUN", "NODE", "DENO"})
  void typesAreTakenOutAndLinesStay(AgentTool tool) throws Exception {
    try (Session session = open(tool, new Language("typescript"))) {
      ToolVersion version = ToolVersion.of(session.process.ready.version());
      if (tool == AgentTool.NODE && !version.isAtLeast(ToolVersion.of("22.13"))) {
        assertThat(session.turn("let a: number = 1").code()).isEqualTo(1);
        return;
      }
      session.turn("const only: number = 2; enum E { A = 7 } interface P { q: number }");
      assertThat(session.value("[only, E.A]")).isEqualTo("[ 2, 7 ]");
      session.turn(
          "interface A {\n  b: string }\nenum F { X }\nfunction boom(a: A): never {\n  throw new Error('x') }");
      session.turn("interface Z {\n z: 1 }\nboom({ b: '' } as any)");
      assertThat(session.process.awaitErr("at main.ts:3:")).contains("at boom (turn 3/main.ts:5:");
      RecordingSink sink = new RecordingSink();
      assertThat(session.turn("\n\nlet x: = 1", sink))
          .isEqualTo(new Ending(Ending.How.EXCEPTION, 1));
      assertThat(sink.stderr()).startsWith("Uncaught SyntaxError: ").contains("main.ts:3:");
      assertThat(session.value("{ only: only as number }")).isEqualTo("{ only: 2 }");
    }
  }

  @ParameterizedTest
  @EnumSource(names = "PYTHON")
  void pythonShowsRichThings(AgentTool tool) throws Exception {
    try (Session session = open(tool)) {
      session.turn(
          "class T:\n def __repr__(self): return 'table'\n def _repr_html_(self): return '<table>'");
      RecordingSink sink = new RecordingSink();
      session.turn("display(T()); T()", sink);
      Map<String, String> bundle = Map.of("text/plain", "table", "text/html", "<table>");
      assertThat(sink.chunks())
          .containsExactly(new OutputChunk.Rich(bundle, false), new OutputChunk.Rich(bundle, true));
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAgentNobodyTalksToEnds(AgentTool tool) throws Exception {
    try (Session session = open(tool)) {
      session.turn("1");
      assertThat(session.process.letGo()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(names = "PYTHON")
  void codeThatWritesToTheServicesPipeHarmsOnlyItself(AgentTool tool) throws Exception {
    for (String forged :
        List.of("b'\\xff' * 100", "b'\\0\\0\\0\\1?'", "(5).to_bytes(4, 'big') + b'E' + bytes(4)")) {
      Path own = Files.createTempDirectory(root, "hostile");
      try (AgentProcess process = new AgentProcess(tool, own, "main.py")) {
        AgentContext context = new AgentContext(process.agent, AgentKind.PYTHON, tool.language());
        String code =
            """
            import fcntl, os
            for fd in range(3, 200):
                try:
                    if fcntl.fcntl(fd, fcntl.F_GETFL) & os.O_ACCMODE == os.O_WRONLY: os.write(fd, %s)
                except OSError: pass
            """
                .formatted(forged);
        assertThatThrownBy(
                () -> context.turn(RunCode.turn(tool.language(), code, MAIN), OutputSink.NOWHERE))
            .isInstanceOfSatisfying(
                AgentFailure.class,
                e -> assertThat(e.reason()).isEqualTo(AgentFailure.Reason.NONSENSE));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHardExitIsToldAsGone(AgentTool tool) throws Exception {
    try (Session session = open(tool)) {
      String code =
          tool.isPython()
              ? "import os; os._exit(3)"
              : "process.kill(process.pid, 'SIGKILL'); for (;;);";
      assertThatThrownBy(() -> session.turn(code))
          .isInstanceOfSatisfying(
              AgentFailure.class, e -> assertThat(e.reason()).isEqualTo(AgentFailure.Reason.GONE));
    }
  }
}
