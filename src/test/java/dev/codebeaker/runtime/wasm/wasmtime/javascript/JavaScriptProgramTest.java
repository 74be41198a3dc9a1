package dev.codebeaker.runtime.wasm.wasmtime.javascript;

import static dev.codebeaker.runtime.wasm.wasmtime.javascript.JavaScriptFixture.JAVASCRIPT;
import static dev.codebeaker.runtime.wasm.wasmtime.javascript.JavaScriptFixture.LIMITS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.execution.Stdin;
import dev.codebeaker.runtime.wasm.wasmtime.OnGuestThread;
import dev.codebeaker.runtime.wasm.wasmtime.javascript.JavaScriptFixture.Ran;
import dev.codebeaker.workspace.WorkspacePath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(OnGuestThread.class)
class JavaScriptProgramTest {
  @TempDir Path state;
  private JavaScriptFixture js;

  @BeforeEach
  void open() {
    js = new JavaScriptFixture(state);
  }

  @AfterEach
  void close() {
    js.close();
  }

  private Ran run(String code) {
    return js.program(JAVASCRIPT, code);
  }

  @Test
  void valuesLookAsInNode() {
    Ran ran =
        run(
            """
            class Foo { constructor() { this.x = 1 } }
            const c = { n: 1 }; c.self = c;
            console.log("hi", 1, -0, 10n, [1, 'a', , null], { a: { b: { c: { d: 1 } } } });
            console.log(new Map([["k", [1]]]), new Set([1]), new Foo(), Foo, c);
            console.log("%s is %d", "x", 4.5, "more");
            console.error("bad");
            """);
    assertThat(ran.out())
        .isEqualTo(
            """
            hi 1 -0 10n [ 1, 'a', <1 empty item>, null ] { a: { b: { c: [Object] } } }
            Map(1) { 'k' => [ 1 ] } Set(1) { 1 } Foo { x: 1 } [class Foo] <ref *1> { n: 1, self: [Circular *1] }
            x is 4.5 more
            """);
    assertThat(ran.err()).isEqualTo("bad\n");
    assertThat(ran.code()).isZero();
  }

  @Test
  void awaitAndTimersRunToTheEnd() {
    Ran ran =
        run(
            """
            setTimeout(() => console.log("late"), 30);
            const stop = setInterval(() => { console.log("tick"); clearInterval(stop) }, 5);
            queueMicrotask(() => console.log("micro"));
            console.log(await new Promise(done => setTimeout(() => done("awaited"), 10)));
            """);
    assertThat(ran.out()).isEqualTo("micro\ntick\nawaited\nlate\n");
  }

  @Test
  void anUncaughtErrorHasItsStackAndLine() {
    Ran ran = run("// one\nfunction f() {\n  null.x\n}\nf()");
    assertThat(ran.err())
        .isEqualTo(
            """
            Uncaught TypeError: cannot read property 'x' of null
                at f (main.js:3:3)
                at main.js:5:1
            """);
    assertThat(ran.code()).isEqualTo(1);
    assertThat(run("\n\nlet a = ;").err())
        .startsWith("Uncaught SyntaxError")
        .contains("main.js:3:");
    assertThat(run("throw 5").err()).isEqualTo("Uncaught 5\n");
    assertThat(run("setTimeout(() => { throw new Error('t') }, 1)").code()).isEqualTo(1);
  }

  @Test
  void exitCodesPassThrough() {
    assertThat(run("process.exit(3); console.log('never')"))
        .satisfies(
            ran -> {
              assertThat(ran.code()).isEqualTo(3);
              assertThat(ran.out()).isEmpty();
            });
    assertThat(run("try { process.exit(4) } finally { console.log('no') }").code()).isEqualTo(4);
    assertThat(run("process.exitCode = 5").code()).isEqualTo(5);
    assertThat(run("setTimeout(() => process.exit(6), 1); await new Promise(() => {})").code())
        .isEqualTo(6);
    assertThat(run("await new Promise(() => {})").code()).isEqualTo(13);
  }

  @Test
  void manyUnhandledRejectionsFailWithTheFirst() {
    Ran ran = run("for (let i = 1; i <= 30_000; i++) Promise.reject(`number ${i}`)");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("number 1").doesNotContain("number 2");
  }

  @Test
  void anUnhandledRejectionFails() {
    Ran ran = run("async function main() { throw new Error('lost') }\nmain(); console.log('on')");
    assertThat(ran.err()).contains("Error: lost").contains("main.js:1:");
    assertThat(ran.out()).isEqualTo("on\n");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(
            run("const p = Promise.reject(1); p.catch(() => {}); Promise.reject(2).catch(() => 3)")
                .code())
        .isZero();
  }

  @Test
  void argumentsEnvironmentAndInputAreThere() {
    RunCode command =
        new RunCode(
            JAVASCRIPT,
            "console.log(process.argv.slice(2), process.env.A, readLine(), readStdin(),"
                + " readLine())",
            Optional.empty(),
            List.of("x", "ü y"),
            Map.of("A", "b\"c"),
            new Stdin("first\nsecond\nrest".getBytes(StandardCharsets.UTF_8), false),
            Map.of());
    assertThat(js.program(command, LIMITS).out())
        .isEqualTo("[ 'x', 'ü y' ] b\"c first second\nrest null\n");
  }

  @Test
  void inputCanBeIterated() {
    RunCode command =
        RunCode.program(
                JAVASCRIPT,
                """
                import readline from "node:readline";
                for await (const line of process.stdin) { console.log("<" + line.trim() + ">"); if (line === "b\\n") break }
                for await (const line of readline.createInterface({ input: process.stdin })) console.log("[" + line + "]");
                """)
            .withStdin(new Stdin("a\nb\nc\nd".getBytes(StandardCharsets.UTF_8), false));
    assertThat(js.program(command, LIMITS).out()).isEqualTo("<a>\n<b>\n[c]\n[d]\n");
  }

  @Test
  void filesOfTheWorkspaceCanBeUsed() {
    Ran ran =
        run(
            """
            import fs, { readFileSync } from "fs";
            const path = require("path");
            fs.mkdirSync("d");
            fs.writeFileSync("/workspace/d/a.txt", "one");
            fs.appendFileSync("d/a.txt", " two ü");
            fs.writeFileSync("b.bin", new Uint8Array([1, 255]));
            console.log(readFileSync("d/a.txt", "utf8"), fs.readFileSync("b.bin"), fs.readdirSync("."));
            console.log(fs.existsSync("zz"), fs.statSync("d").isDirectory(), fs.statSync("d/a.txt").size);
            fs.renameSync("b.bin", "c.bin"); fs.rmSync("d", { recursive: true });
            console.log(fs.readdirSync("/workspace"), await fs.promises.readFile("c.bin", "hex"));
            for (const run of [() => fs.readFileSync("zz"), () => fs.readFileSync("/etc/passwd"), () => fs.writeFileSync("../x", "")])
              try { run() } catch (e) { console.log(e.code) }
            """);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out())
        .isEqualTo(
            """
            one two ü <Buffer 01 ff> [ 'b.bin', 'd' ]
            false true 10
            [ 'c.bin' ] 01ff
            ENOENT
            EACCES
            EACCES
            """);
  }

  @Test
  void modulesOfTheWorkspaceCanBeImported() {
    write("lib/math.js", "export const twice = x => 2 * x; export default 'math'");
    write(
        "lib/types.ts",
        "interface A { a: number }\n\n"
            + "export function fail(a: A): never {\n"
            + "  throw new Error('x' + a.a) }");
    write("data.json", "{\"k\": [1]}");
    write("common.js", "module.exports = { here: __filename }");
    Ran ran =
        run(
            """
            import name, { twice } from "./lib/math.js";
            import data from "./data.json";
            console.log(name, twice(4), data, require("./common").here);
            const types = await import("./lib/types.js");
            types.fail({ a: 1 });
            """);
    assertThat(ran.out()).isEqualTo("math 8 { k: [ 1 ] } /workspace/common.js\n");
    assertThat(ran.err())
        .contains("Error: x1")
        .contains("/workspace/lib/types.ts:4:")
        .contains("main.js:5:");
    assertThat(run("import x from './nowhere.js'").err()).contains("nowhere.js");
    assertThat(run("import x from 'leftpad'").err()).contains("leftpad");
  }

  private void write(String path, String text) {
    js.workspace().write(WorkspacePath.parse(path), text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void forksDrawDifferentRandomNumbers() {
    String code = "console.log(Math.random(), crypto.randomUUID(), performance.now() < 1000)";
    assertThat(run(code).out()).isNotEqualTo(run(code).out()).endsWith(" true\n");
  }

  @Test
  void recursionEndsAtTheStackLimit() {
    assertThat(run("function f() { f() }\nf()"))
        .satisfies(
            ran -> {
              assertThat(ran.limit()).isEqualTo(Limit.STACK);
              assertThat(ran.err()).contains("RangeError: Maximum call stack size exceeded");
            });
    Ran caught =
        run(
            """
            let n = 0; function f() { n++; f() }
            try { f() } catch (e) { console.log(e.name, n > 2000) }
            let a = []; for (let i = 0; i < 100000; i++) a = [a];
            try { JSON.parse("[".repeat(100000)) } catch (e) { console.log(e.name) }
            try { String(a) } catch (e) { console.log(e.name) }
            """);
    assertThat(caught.out()).isEqualTo("RangeError true\nRangeError\nRangeError\n");
  }

  @Test
  void hoardingEndsAtTheMemoryLimit() {
    var small = LIMITS.with(Map.of(Limit.MEMORY, 64L << 20));
    for (String code :
        List.of(
            "const a = []; for (;;) a.push(new Array(10000).fill(1))",
            "const a = []; for (;;) a.push(new Uint8Array(1 << 20))",
            "console.log('x'.repeat(50 << 20))")) {
      assertThat(js.program(RunCode.program(JAVASCRIPT, code), small).limit())
          .as(code)
          .isEqualTo(Limit.MEMORY);
    }
    assertThat(
            js.program(
                    RunCode.program(
                        JAVASCRIPT,
                        "try { new Uint8Array(1 << 29) } catch { console.log('caught') }"),
                    small)
                .out())
        .isEqualTo("caught\n");
  }

  @Test
  void everythingThatNeverEndsIsStopped() {
    var brief = LIMITS.with(Map.of(Limit.WALL, 150L));
    for (String code :
        List.of(
            "for (;;);",
            "try { for (;;); } catch { for (;;); }",
            "readLine()",
            "await new Promise(done => setTimeout(done, 60000))",
            "/(a+)+b/.exec('a'.repeat(50))",
            "async function f() { for (;;) await 0 } f()",
            "Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1)",
            "for (;;) Promise.resolve().then(() => {})",
            "setInterval(() => {}, 1)")) {
      RunCode command = RunCode.program(JAVASCRIPT, code).withStdin(new Stdin(new byte[0], true));
      Ran ran = js.program(command, brief);
      assertThat(ran.limit()).as(code + ran.err()).isIn(Limit.WALL, Limit.MEMORY);
      assertThat(ran.outcome().usage().wall()).as(code).isLessThan(Duration.ofMillis(300));
    }
  }

  @Test
  void aFloodOfOutputIsCut() {
    var little = LIMITS.with(Map.of(Limit.OUTPUT, 10_000L));
    Ran ran =
        js.program(RunCode.program(JAVASCRIPT, "for (;;) console.log('x'.repeat(999))"), little);
    assertThat(ran.limit()).isEqualTo(Limit.OUTPUT);
    assertThat(ran.sink().bytes()).isEqualTo(10_000);
  }

  @Test
  void whatBrowsersHaveIsThere() {
    Ran ran =
        run(
            """
            console.log(new TextDecoder().decode(new TextEncoder().encode("é€😀")), btoa("abc"), atob("YWJj"));
            console.log(structuredClone({ d: new Date(0), m: new Map([[1, [2]]]) }));
            const u = new URL("../x?q=1#h", "https://example.org:8443/a/b/c"); u.searchParams.append("r", "a b");
            console.log(u.href, u.hostname, [...new URLSearchParams("a=1&b=2")]);
            console.log(typeof setImmediate, typeof globalThis.__host, Buffer.from("hi").toString("base64"));
            """);
    assertThat(ran.out())
        .isEqualTo(
            """
            é€😀 YWJj abc
            { d: 1970-01-01T00:00:00.000Z, m: Map(1) { 1 => [ 2 ] } }
            https://example.org:8443/a/x?q=1&r=a+b#h example.org [ [ 'a', '1' ], [ 'b', '2' ] ]
            function undefined aGk=
            """);
  }

  @Test
  void aProgramCanBeCancelled() {
    try (var guest = js.open(JAVASCRIPT, false, LIMITS)) {
      guest.stop("enough");
      assertThat(
              JavaScriptFixture.run(guest, RunCode.program(JAVASCRIPT, "for (;;);"), LIMITS)
                  .outcome())
          .isInstanceOfSatisfying(
              Outcome.Cancelled.class, c -> assertThat(c.reason()).isEqualTo("enough"));
    }
  }
}
