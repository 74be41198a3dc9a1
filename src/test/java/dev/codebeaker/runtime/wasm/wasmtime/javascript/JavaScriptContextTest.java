package dev.codebeaker.runtime.wasm.wasmtime.javascript;

import static dev.codebeaker.runtime.wasm.wasmtime.javascript.JavaScriptFixture.JAVASCRIPT;
import static dev.codebeaker.runtime.wasm.wasmtime.javascript.JavaScriptFixture.LIMITS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.execution.ContextName;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.Outcome.ContextState;
import dev.codebeaker.execution.OutputChunk;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.execution.Stdin;
import dev.codebeaker.runtime.wasm.WasmGuest;
import dev.codebeaker.runtime.wasm.wasmtime.OnGuestThread;
import dev.codebeaker.runtime.wasm.wasmtime.javascript.JavaScriptFixture.Ran;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(OnGuestThread.class)
class JavaScriptContextTest {
  private static final ContextName MAIN = new ContextName("main");

  @TempDir Path state;
  private JavaScriptFixture js;
  private WasmGuest context;

  @BeforeEach
  void open() {
    js = new JavaScriptFixture(state);
    context = js.open(JAVASCRIPT, true, LIMITS);
  }

  @AfterEach
  void close() {
    context.close();
    js.close();
  }

  private Ran turn(String code) {
    return turn(code, LIMITS);
  }

  private Ran turn(String code, Limits limits) {
    RunCode command = RunCode.turn(JAVASCRIPT, code, MAIN).withStdin(new Stdin(new byte[0], true));
    return JavaScriptFixture.run(context, command, limits);
  }

  @Test
  void whatATurnDeclaresLaterTurnsFind() {
    turn(
        "let a = 1; const b = 2; var c = 3; class D { v() { return 4 } }; function e() { return a"
            + " }");
    assertThat(turn("[a, b, c, new D().v(), e()]").value()).isEqualTo("[ 1, 2, 3, 4, 1 ]");
    assertThat(turn("a = 10; e()").value()).isEqualTo("10");
  }

  @Test
  void whatIsDeclaredCanBeDeclaredAgain() {
    turn("let a = 1; const b = 1; class C {}");
    Ran again = turn("const a = 2; let b = 3; class C { m() { return a + b } }\nnew C().m()");
    assertThat(again.value()).isEqualTo("5");
  }

  @Test
  void valuesAreShownAndPlainDataIsJsonToo() {
    Ran ran = turn("{a: [1, 'x'], b: null}");
    assertThat(ran.sink().chunks())
        .containsExactly(
            new OutputChunk.Rich(
                Map.of(
                    "text/plain", "{ a: [ 1, 'x' ], b: null }",
                    "application/json", "{\"a\":[1,\"x\"],\"b\":null}"),
                true));
    assertThat(turn("'text'").value()).isEqualTo("'text'");
    assertThat(turn("let x = 5").sink().chunks()).isEmpty();
    assertThat(turn("undefined").sink().chunks()).isEmpty();
    assertThat(turn("new Map([[1, 2]])").sink().chunks())
        .containsExactly(new OutputChunk.Rich(Map.of("text/plain", "Map(1) { 1 => 2 }"), true));
  }

  @Test
  void awaitWorksAtTheTop() {
    assertThat(turn("const v = await new Promise(done => setTimeout(() => done(7), 5)); v").value())
        .isEqualTo("7");
    assertThat(turn("v + 1").value()).isEqualTo("8");
    assertThat(turn("import fs from 'fs'; import { join } from 'path'").code()).isZero();
    assertThat(turn("join('a', 'b') + typeof fs.readFileSync").value()).isEqualTo("'a/bfunction'");
  }

  @Test
  void timersGoOnInTheNextTurn() {
    turn("let n = 0; setTimeout(() => { n = 1; console.log('fired') }, 1); n");
    Ran next = turn("await new Promise(done => setTimeout(done, 5)); n");
    assertThat(next.value()).isEqualTo("1");
    assertThat(next.out()).isEqualTo("fired\n");
  }

  @Test
  void errorsNameTheTurnTheyComeFrom() {
    turn("// first\nfunction broken() {\n  throw new Error('here')\n}");
    Ran ran = turn("let z = 1;\nbroken()");
    assertThat(ran.err())
        .isEqualTo(
            """
            Uncaught Error: here
                at broken (turn 1/main.js:3:13)
                at main.js:2:1
            """);
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.outcome().state()).isEqualTo(ContextState.KEPT);
    assertThat(turn("z").value()).isEqualTo("1");
    assertThat(turn("\nlet = ;").err()).contains("SyntaxError").contains("main.js:2:");
  }

  @Test
  void aTurnThatExitsLeavesTheContext() {
    turn("let a = 1");
    Ran ran = turn("a = 2; process.exit(3); a = 4");
    assertThat(ran.code()).isEqualTo(3);
    assertThat(turn("a").value()).isEqualTo("2");
  }

  @Test
  void aStoppedTurnCostsNoState() {
    turn("let kept = 41");
    Limits brief = LIMITS.with(Map.of(Limit.WALL, 100L));
    for (String endless :
        List.of(
            "for (;;);",
            "for (;;) { try { for (;;); } catch {} }",
            "await new Promise(done => setTimeout(done, 60000))",
            "readLine()",
            "/(a+)+b/.exec('a'.repeat(40))",
            "const loop = async () => { for (;;) await 0 }; loop(); 0")) {
      Ran ran = turn(endless, brief);
      assertThat(ran.limit()).as(endless).isEqualTo(Limit.WALL);
      assertThat(ran.outcome().state()).as(endless).isEqualTo(ContextState.KEPT);
      assertThat(ran.outcome().usage().wall()).as(endless).isLessThan(Duration.ofMillis(300));
      assertThat(turn("++kept").value()).as(endless).isNotEmpty();
    }
    assertThat(turn("kept").value()).isEqualTo("47");
  }

  @Test
  void aTurnThatCanNotBeAskedIsRolledBack() {
    turn("let kept = 41");
    Limits brief = LIMITS.with(Map.of(Limit.WALL, 100L));
    Ran ran = turn("kept = 0; Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1)", brief);
    assertThat(ran.limit()).isEqualTo(Limit.WALL);
    assertThat(ran.outcome().state()).isEqualTo(ContextState.RESTORED);
    assertThat(ran.outcome().usage().wall()).isLessThan(Duration.ofMillis(600));
    stillKept();
  }

  @Test
  void limitsOfTheEngineAreOutcomes() {
    turn("let kept = 41");
    assertThat(turn("function f() { return f() + 1 }; f()").limit()).isEqualTo(Limit.STACK);
    stillKept();
    assertThat(turn("(() => { const a = []; for (;;) a.push(new Uint8Array(1 << 22)) })()").limit())
        .isEqualTo(Limit.MEMORY);
    stillKept();
    Ran parser = turn("eval('('.repeat(100000))");
    assertThat(parser.limit()).isEqualTo(Limit.STACK);
    stillKept();
    Ran flood = turn("for (;;) console.log('x')", LIMITS.with(Map.of(Limit.OUTPUT, 1000L)));
    assertThat(flood.limit()).isEqualTo(Limit.OUTPUT);
    assertThat(flood.outcome().state()).isEqualTo(ContextState.KEPT);
    stillKept();
  }

  private void stillKept() {
    Ran ran = turn("kept");
    assertThat(ran.value()).as(ran.outcome() + ran.err()).isEqualTo("41");
  }

  @Test
  void aTurnHasArgumentsOfItsOwn() {
    RunCode command =
        new RunCode(
            JAVASCRIPT,
            "process.argv[2]",
            java.util.Optional.of(MAIN),
            List.of("one"),
            Map.of(),
            Stdin.EMPTY,
            Map.of());
    assertThat(JavaScriptFixture.run(context, command, LIMITS).value()).isEqualTo("'one'");
    assertThat(turn("process.argv.length").value()).isEqualTo("2");
  }

  @Test
  void aTurnCanBeCancelledWhileItWaits() {
    turn("let kept = 1");
    context.stop("enough");
    Ran ran = turn("readLine()");
    assertThat(ran.outcome())
        .isInstanceOfSatisfying(
            Outcome.Cancelled.class, c -> assertThat(c.reason()).isEqualTo("enough"));
    assertThat(turn("kept").value()).isEqualTo("1");
  }

  @Test
  void aThousandTurnsStayRight() {
    turn("let n = 0");
    for (int i = 0; i < 1000; i++) {
      turn("n +=\n 1");
    }
    assertThat(turn("n").value()).isEqualTo("1000");
    assertThat(turn("\n\nnull.x").err()).contains("main.js:3:");
  }
}
