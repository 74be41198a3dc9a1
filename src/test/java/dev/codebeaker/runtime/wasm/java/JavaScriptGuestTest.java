package dev.codebeaker.runtime.wasm.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.codebeaker.execution.ContextName;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.Outcome.ContextState;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.execution.Stdin;
import dev.codebeaker.runtime.wasm.WasmGuest;
import dev.codebeaker.workspace.WorkspacePath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaScriptGuestTest {
  private static final ContextName MAIN = new ContextName("main");

  private static Guests guests;

  @BeforeAll
  static void open(@TempDir Path state) {
    guests = new Guests(state);
  }

  @AfterAll
  static void close() {
    guests.close();
  }

  private Guests.Ran run(String code) {
    return run(code, Map.of());
  }

  private Guests.Ran run(String code, Map<Limit, Long> limits) {
    return guests.run(RunCode.program(Guests.JAVASCRIPT, code), limits);
  }

  private static Guests.Ran turn(WasmGuest context, String code) {
    return turn(context, code, Map.of());
  }

  private static Guests.Ran turn(WasmGuest context, String code, Map<Limit, Long> limits) {
    Guests.Ran ran =
        Guests.start(context, RunCode.turn(Guests.JAVASCRIPT, code, MAIN), limits).join();
    context.settle();
    return ran;
  }

  private static int exitCode(Guests.Ran ran) {
    assertThat(ran.outcome()).as(ran.toString()).isInstanceOf(Outcome.Exited.class);
    return ((Outcome.Exited) ran.outcome()).code();
  }

  private static Limit exceeded(Guests.Ran ran) {
    assertThat(ran.outcome()).as(ran.toString()).isInstanceOf(Outcome.LimitExceeded.class);
    return ((Outcome.LimitExceeded) ran.outcome()).limit();
  }

  @Test
  void aProgramWrites() {
    Guests.Ran ran = run("console.log('hi', {a: [1, 2]}); console.error('oh'); let x = 1; x");
    assertThat(ran.stdout()).isEqualTo("hi { a: [ 1, 2 ] }\n");
    assertThat(ran.stderr()).isEqualTo("oh\n");
    assertThat(ran.values()).isEmpty();
    assertThat(exitCode(ran)).isZero();
  }

  @Test
  void itIsGivenArgumentsEnvironmentAndInput() {
    RunCode command =
        new RunCode(
            Guests.JAVASCRIPT,
            "console.log(process.argv.slice(2), process.env.KEY, readLine(), readLine(),"
                + " readLine())",
            Optional.empty(),
            List.of("a", "ü"),
            Map.of("KEY", "välue"),
            new Stdin("one\ntwö\n".getBytes(StandardCharsets.UTF_8), false),
            Map.of());
    assertThat(guests.run(command).stdout()).isEqualTo("[ 'a', 'ü' ] välue one twö null\n");
  }

  @Test
  void itExitsWithItsCode() {
    assertThat(exitCode(run("process.exit(7); console.log('never')"))).isEqualTo(7);
    assertThat(exitCode(run("process.exitCode = 4"))).isEqualTo(4);
  }

  @Test
  void anUncaughtErrorShowsItsPlace() {
    Guests.Ran ran = run("function f() {\n  throw new TypeError('boom');\n}\nf();");
    assertThat(exitCode(ran)).isEqualTo(1);
    assertThat(ran.stderr())
        .contains("TypeError: boom", "at f (main.js:2:", "main.js:4:")
        .doesNotContain("function.mjs", "<input>");
  }

  @Test
  void aSyntaxErrorIsAnUncaughtError() {
    Guests.Ran ran = run("let x = ;");
    assertThat(exitCode(ran)).isEqualTo(1);
    assertThat(ran.stderr()).contains("SyntaxError");
  }

  @Test
  void timersAndPromisesRunInTheirOrder() {
    Guests.Ran ran =
        run(
            """
            setTimeout(() => console.log('late'), 30);
            setTimeout(() => { console.log('soon'); Promise.resolve().then(() => console.log('then')); }, 5);
            const t = setInterval(() => { console.log('tick'); clearInterval(t); }, 15);
            (async () => { await null; console.log('micro'); })();
            console.log('first');
            """);
    assertThat(ran.stdout()).isEqualTo("first\nmicro\nsoon\nthen\ntick\nlate\n");
  }

  @Test
  void aProgramMayAwaitAndImport() {
    Guests.Ran ran =
        run(
            """
            import fs, { writeFileSync } from "node:fs";
            const { join } = await import("path");
            writeFileSync("a.txt", "text");
            console.log(await Promise.resolve(fs.readFileSync(join("/workspace", "a.txt"), "utf8")));
            """);
    assertThat(ran.stderr()).isEmpty();
    assertThat(ran.stdout()).isEqualTo("text\n");
    assertThat(guests.workspace.read(WorkspacePath.parse("a.txt"))).asString().isEqualTo("text");
  }

  @Test
  void aFailedAwaitShowsItsPlace() {
    Guests.Ran ran = run("await null; throw new Error('boom')");
    assertThat(exitCode(ran)).isEqualTo(1);
    assertThat(ran.stderr()).contains("boom", "main.js:1:");
    assertThat(exitCode(run("await new Promise(() => {})"))).isEqualTo(13);
  }

  @Test
  void aContextKeepsWhatATurnDeclares() {
    try (WasmGuest context = guests.open(Guests.JAVASCRIPT, true)) {
      turn(
          context,
          "let a = 40; const b = 1; class C { m() { return a + b; } } function f() { return 1 }");
      Guests.Ran ran = turn(context, "let a2 = 0; new C().m() + f()");
      assertThat(ran.values()).containsExactly("42");
      assertThat(ran.outcome().state()).isEqualTo(ContextState.KEPT);
      assertThat(turn(context, "undefined").values()).isEmpty();
      assertThat(turn(context, "'text'").values()).containsExactly("'text'");
    }
  }

  @Test
  void aTurnThatAwaitsKeepsWhatItDeclaresToo() {
    try (WasmGuest context = guests.open(Guests.JAVASCRIPT, true)) {
      Guests.Ran ran =
          turn(
              context,
              """
              let x = await Promise.resolve(5), y
              const { z, w = 3 } = await Promise.resolve({ z: 7 });
              async function g() { return x * 2 }
              class K { v = 1 }
              await g()
              """);
      assertThat(ran.stderr()).isEmpty();
      assertThat(ran.values()).containsExactly("10");
      assertThat(turn(context, "[x, y, z, w, new K().v, typeof g]").values())
          .containsExactly("[ 5, undefined, 7, 3, 1, 'function' ]");
      assertThat(turn(context, "await new Promise(r => setTimeout(() => r('slept'), 20))").values())
          .containsExactly("'slept'");
    }
  }

  @Test
  void anErrorLeavesTheContextUsable() {
    try (WasmGuest context = guests.open(Guests.JAVASCRIPT, true)) {
      turn(context, "let kept = 1");
      Guests.Ran failed = turn(context, "kept = 2; throw new Error('broken')");
      assertThat(exitCode(failed)).isEqualTo(1);
      assertThat(failed.outcome().state()).isEqualTo(ContextState.KEPT);
      assertThat(exitCode(turn(context, "process.exit(9)"))).isEqualTo(9);
      assertThat(turn(context, "kept").values()).containsExactly("2");
    }
  }

  @Test
  void aTurnStoppedHardCostsNoState() {
    try (WasmGuest context = guests.open(Guests.JAVASCRIPT, true)) {
      turn(context, "let kept = 41");
      for (String endless :
          List.of(
              "kept = 0; for (;;);",
              "kept = 0; await new Promise(done => setTimeout(done, 60000))",
              "kept = 0; /(a+)+b/.exec('a'.repeat(40))")) {
        Guests.Ran ran = turn(context, endless, Map.of(Limit.WALL, 150L));
        assertThat(exceeded(ran)).isEqualTo(Limit.WALL);
        assertThat(ran.outcome().state()).isEqualTo(ContextState.RESTORED);
        assertThat(ran.outcome().usage().wall()).isLessThan(Duration.ofMillis(600));
        assertThat(turn(context, "kept + 1").values()).containsExactly("42");
      }
    }
  }

  @Test
  void theStackIsLimited() {
    assertThat(exceeded(run("(function f() { f() })()"))).isEqualTo(Limit.STACK);
    try (WasmGuest context = guests.open(Guests.JAVASCRIPT, true)) {
      turn(context, "let kept = 1");
      assertThat(exceeded(turn(context, "(function f() { return 1 + f() })()")))
          .isEqualTo(Limit.STACK);
      assertThat(turn(context, "kept").values()).containsExactly("1");
    }
  }

  @Test
  void memoryIsLimited() {
    Map<Limit, Long> small = Map.of(Limit.MEMORY, 24L << 20);
    assertThat(exceeded(run("const all = []; for (;;) all.push(new Uint8Array(100000))", small)))
        .isEqualTo(Limit.MEMORY);
    assertThat(exceeded(run("let s = 'x'; for (;;) s = [s, s].join('')", small)))
        .isEqualTo(Limit.MEMORY);
  }

  @Test
  void outputIsLimitedAndTheContextKept() {
    Map<Limit, Long> little = Map.of(Limit.OUTPUT, 1000L);
    Guests.Ran program = run("for (;;) console.log('x'.repeat(99))", little);
    assertThat(exceeded(program)).isEqualTo(Limit.OUTPUT);
    assertThat(program.stdout()).hasSize(1000);
    try (WasmGuest context = guests.open(Guests.JAVASCRIPT, true)) {
      turn(context, "let kept = 1");
      Guests.Ran ran = turn(context, "for (;;) console.log('x'.repeat(99))", little);
      assertThat(exceeded(ran)).isEqualTo(Limit.OUTPUT);
      assertThat(ran.outcome().state()).isEqualTo(ContextState.KEPT);
      assertThat(turn(context, "kept").values()).containsExactly("1");
    }
  }

  @Test
  void processorTimeIsLimited() {
    assertThat(exceeded(run("for (;;);", Map.of(Limit.CPU, 60L)))).isEqualTo(Limit.CPU);
  }

  @Test
  void contextsAreApartAndTheirRandomnessToo() {
    try (WasmGuest one = guests.open(Guests.JAVASCRIPT, true);
        WasmGuest other = guests.open(Guests.JAVASCRIPT, true)) {
      turn(one, "globalThis.secret = 1; JSON.stringify = () => 'poisoned'");
      assertThat(turn(other, "JSON.stringify(typeof secret)").values())
          .containsExactly("'\"undefined\"'");
      assertThat(turn(one, "Math.random()").values())
          .isNotEqualTo(turn(other, "Math.random()").values());
    }
  }

  @Test
  void outputArrivesWhileItWaitsForInput() {
    StringBuffer seen = new StringBuffer();
    try (WasmGuest guest = guests.open(Guests.JAVASCRIPT, false)) {
      RunCode command =
          RunCode.program(Guests.JAVASCRIPT, "console.log('who?'); console.log('hi ' + readLine())")
              .withStdin(new Stdin(new byte[0], true));
      CompletableFuture<Outcome> outcome = Guests.watch(guest, command, seen);
      await().until(() -> seen.toString().equals("who?\n"));
      guest.input("beaker\n".getBytes(StandardCharsets.UTF_8));
      assertThat(outcome.join()).isInstanceOf(Outcome.Exited.class);
      assertThat(seen).hasToString("who?\nhi beaker\n");
    }
  }

  @Test
  void largeTextsAndBytesComeThroughWhole() {
    Guests.Ran ran =
        run(
            """
            const text = 'aä€😀'.repeat(10000);
            console.log(text === Buffer.from(text).toString());
            require('fs').writeFileSync('b', new Uint8Array(300000).map((_, i) => i));
            const back = require('fs').readFileSync('b');
            console.log(back.length, back[255], back[256], text.length);
            process.stdout.write(text);
            """);
    assertThat(ran.stderr()).isEmpty();
    assertThat(ran.stdout()).startsWith("true\n300000 255 0 50000\n").endsWith("aä€😀");
    assertThat(ran.stdout()).doesNotContain("\ufffd");
  }

  @Test
  void closeStopsWhatRunsAndLeavesNothing() {
    guests.open(Guests.JAVASCRIPT, false).close();
    long before = guests.heap.taken();
    WasmGuest guest = guests.open(Guests.JAVASCRIPT, true);
    turn(guest, "let a = new Uint8Array(1e6)");
    assertThat(guests.heap.taken()).isGreaterThan(before);
    CompletableFuture<Guests.Ran> running =
        Guests.start(guest, RunCode.turn(Guests.JAVASCRIPT, "for (;;);", MAIN), Map.of());
    guest.close();
    await().until(running::isDone);
    assertThat(guests.heap.taken()).isEqualTo(before);
  }
}
