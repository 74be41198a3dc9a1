package dev.codebeaker.runtime.process.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.execution.OutputChunk;
import dev.codebeaker.language.Ending;
import dev.codebeaker.language.Surroundings;
import dev.codebeaker.runtime.contract.Corpus;
import dev.codebeaker.runtime.process.agent.AgentProcess.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each agent as a program: it must be as if the bare interpreter had been started with it. */
class AgentProgramTest {
  /** Those that need neither a jail nor limits. */
  private static final List<String> PROGRAMS =
      List.of(
          "arguments",
          "environment",
          "exit-code",
          "hello",
          "stderr",
          "stdin",
          "uncaught",
          "unicode");

  @TempDir Path root;

  private Ended run(AgentTool tool, String code, Surroundings around, String stdin)
      throws Exception {
    Path own = Files.createTempDirectory(root, "agent");
    try (AgentProcess process =
        new AgentProcess(tool, own, tool.isPython() ? "main.py" : "main.js")) {
      return process.program(code, around, stdin);
    }
  }

  private Ended run(AgentTool tool, String code) throws Exception {
    return run(tool, code, Surroundings.NONE, "");
  }

  @TestFactory
  Stream<DynamicTest> programsOfTheCorpusEndAsTheyShould() {
    return Stream.of(AgentTool.values())
        .flatMap(
            tool ->
                PROGRAMS.stream()
                    .map(
                        name ->
                            DynamicTest.dynamicTest(
                                name + " on " + tool.label(), () -> endsAsItShould(tool, name))));
  }

  private void endsAsItShould(AgentTool tool, String name) throws Exception {
    Corpus.Case program = Corpus.named(name);
    var command = program.command(tool.language());
    String stdin = program.properties().getProperty("stdin", "");
    Ended ended = run(tool, command.code(), Surroundings.of(command), stdin);
    assertThat(ended.code())
        .as(ended.toString())
        .isEqualTo(Integer.parseInt(program.expected(tool.language(), "exitCode").orElse("0")));
    program
        .expected(tool.language(), "stdout")
        .ifPresent(text -> assertThat(ended.out()).isEqualTo(text));
    for (String key : List.of("stderr", "stderrContains", "stderrContains2")) {
      program
          .expected(tool.language(), key)
          .ifPresent(text -> assertThat(ended.err()).contains(text));
    }
    assertThat(ended.err())
        .doesNotContain("agent.py", "agent.mjs", "turns.py", "turns.mjs", "bun.mjs", "bun.js");
  }

  @ParameterizedTest
  @EnumSource
  void oneThatIsStartedAheadBecomesTheSameProgram(AgentTool tool) throws Exception {
    String code =
        tool.isPython()
            ? "import os, sys; print(sys.argv[1:], os.environ['A'], input(), sys.stdin.read())"
            : "console.log(process.argv.slice(2).join(), process.env.A, readLine(), readStdin(), typeof require('fs').readSync)";
    AgentCommand ahead = tool.command().startedAhead();
    String file = tool.isPython() ? "main.py" : "main.js";
    try (AgentProcess process = new AgentProcess(tool, ahead, root, file)) {
      Ended ended =
          process.program(code, new Surroundings(List.of("x"), Map.of("A", "b")), "line\nrest");
      assertThat(ended.out())
          .as(ended.err())
          .isEqualTo(tool.isPython() ? "['x'] b line rest\n" : "x b line rest function\n");
      assertThat(ended.code()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(names = "PYTHON")
  void pythonProgramsShowRichThings(AgentTool tool) throws Exception {
    Path own = Files.createTempDirectory(root, "agent");
    try (AgentProcess process = new AgentProcess(tool, own, "main.py")) {
      Ended ended =
          process.program(
              """
              import importlib
              class T:
                  def __repr__(self): return 'table'
                  def _repr_html_(self): return '<table>'
              print('first')
              display(T(), 1)
              print(importlib.import_module('codebeaker_figures').show.__name__)
              """,
              Surroundings.NONE,
              "");
      assertThat(ended.out()).as(ended.err()).isEqualTo("first\nshow\n");
      assertThat(process.shown.chunks())
          .containsExactly(
              new OutputChunk.Rich(Map.of("text/plain", "table", "text/html", "<table>"), false),
              new OutputChunk.Rich(Map.of("text/plain", "1"), false));
    }
  }

  @ParameterizedTest
  @EnumSource
  void recursionThatGoesTooDeepIsTold(AgentTool tool) throws Exception {
    Ended ended = run(tool, Corpus.named("stack-bomb").code(tool.language()));
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.ending()).map(Ending::how).contains(Ending.How.TOO_DEEP);
  }

  @ParameterizedTest
  @EnumSource
  void aProgramIsTheMainOneInItsDirectory(AgentTool tool) throws Exception {
    String code =
        tool.isPython()
            ? """
              import os, sys
              import beside
              print(__name__, os.path.basename(__file__), beside.x, len(sys.argv))
              """
            : """
              import { x } from "./beside.mjs";
              console.log(import.meta.main ?? process.argv[1] === import.meta.filename, x, process.argv.length);
              await new Promise(done => setTimeout(done, 5));
              console.log("late");
              """;
    Path own = Files.createTempDirectory(root, "agent");
    try (AgentProcess process =
        new AgentProcess(tool, own, tool.isPython() ? "main.py" : "main.mjs")) {
      Files.writeString(process.workspace.resolve("beside.py"), "x = 1");
      Files.writeString(process.workspace.resolve("beside.mjs"), "export const x = 1");
      Ended ended = process.program(code, Surroundings.NONE, "");
      assertThat(ended.out())
          .as(ended.err())
          .isEqualTo(tool.isPython() ? "__main__ main.py 1 1\n" : "true 1 2\nlate\n");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BUN", "DENO"})
  void typeScriptRunsWithItsLines(AgentTool tool) throws Exception {
    try (AgentProcess process = new AgentProcess(tool, root, "main.ts")) {
      String code =
          Corpus.named("uncaught").code(new dev.codebeaker.execution.Language("typescript"));
      Ended ended = process.program(code, Surroundings.NONE, "");
      assertThat(ended.err()).contains("TypeError: broken").contains("main.ts:3:");
      assertThat(ended.code()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "PYTHON")
  void pythonEndsAsABareOneWould(AgentTool tool) throws Exception {
    Ended threads =
        run(
            tool,
            """
            import atexit, threading, time
            atexit.register(print, "atexit")
            threading.Thread(target=lambda: (time.sleep(0.05), print("thread"))).start()
            1/0
            """);
    assertThat(threads.out()).isEqualTo("thread\natexit\n");
    assertThat(threads.err()).contains("ZeroDivisionError").contains("1/0");
    assertThat(threads.code()).isEqualTo(1);
    assertThat(threads.ending()).contains(new Ending(Ending.How.EXCEPTION, 1));
    assertThat(run(tool, "raise SystemExit('bye')").err()).isEqualTo("bye\n");
    Ended interrupted = run(tool, "raise KeyboardInterrupt");
    assertThat(interrupted.code()).isEqualTo(128 + 2);
    assertThat(interrupted.ending()).map(Ending::how).contains(Ending.How.INTERRUPT);
    Ended memory =
        run(
            tool,
            """
            import resource
            resource.setrlimit(resource.RLIMIT_DATA, (256 << 20, 256 << 20))
            kept = []
            while True: kept.append(bytearray(1 << 20))
            """);
    assertThat(memory.ending()).map(Ending::how).contains(Ending.How.OUT_OF_MEMORY);
    assertThat(memory.err()).contains("MemoryError");
  }

  @ParameterizedTest
  @EnumSource(names = {"BUN", "NODE", "DENO"})
  void exitCodesOfScriptsPassThrough(AgentTool tool) throws Exception {
    assertThat(run(tool, "process.exitCode = 5; setTimeout(() => {}, 1)").code()).isEqualTo(5);
    Ended rejected = run(tool, "async function f() { throw new Error('lost') }\nf()");
    assertThat(rejected.code()).isEqualTo(1);
    assertThat(rejected.err()).contains("lost").contains("main.js:1:");
    Ended listeners =
        run(
            tool,
            "process.on('exit', code => console.log('exit', code));"
                + " try { process.exit(4) } finally { console.log('no') }",
            new Surroundings(List.of("x"), Map.of("A", "b")),
            "");
    assertThat(listeners.out()).isEqualTo("exit 4\n");
    assertThat(listeners.code()).isEqualTo(4);
  }

  @ParameterizedTest
  @EnumSource(names = "DENO")
  void denosOwnWallIsUp(AgentTool tool) throws Exception {
    Ended ended =
        run(
            tool,
            """
            for (const attempt of [() => Deno.readTextFileSync("/etc/hostname"), () => Deno.dlopen("libc.so.6", {}), () => new Deno.Command("/bin/true").outputSync()])
              try { attempt(); console.log("done") } catch (error) { console.log(error.name) }
            """);
    assertThat(ended.out()).isEqualTo("NotCapable\nNotCapable\nNotCapable\n");
  }
}
