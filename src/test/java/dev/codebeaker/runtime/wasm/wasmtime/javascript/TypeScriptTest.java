package dev.codebeaker.runtime.wasm.wasmtime.javascript;

import static dev.codebeaker.runtime.wasm.wasmtime.javascript.JavaScriptFixture.LIMITS;
import static dev.codebeaker.runtime.wasm.wasmtime.javascript.JavaScriptFixture.TYPESCRIPT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.execution.ContextName;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.runtime.wasm.WasmGuest;
import dev.codebeaker.runtime.wasm.wasmtime.OnGuestThread;
import dev.codebeaker.runtime.wasm.wasmtime.javascript.JavaScriptFixture.Ran;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(OnGuestThread.class)
class TypeScriptTest {
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
    return js.program(TYPESCRIPT, code);
  }

  @Test
  void typesGoAndWhatTheyBringStays() {
    Ran ran =
        run(
            """
            enum Color { Red, Green = "g" }
            namespace Shapes { export const sides = (n: number): number => n }
            abstract class Base<T> { constructor(protected readonly value: T, public tag?: string) {} abstract get(): T }
            class Box<T> extends Base<T> { get(): T { return this.value } }
            const identity = <T,>(x: T): T => x;
            function over(a: string): string; function over(a: any) { return a! as string }
            console.log(Color.Red, Color.Green, Color[0], Shapes.sides(3), new Box<number>(4, "t"), identity(5), over("o" satisfies string));
            const later: Promise<number> = Promise.resolve(6); console.log(await later);
            """);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).isEqualTo("0 g Red 3 Box { value: 4, tag: 't' } 5 o\n6\n");
  }

  @Test
  void errorsHaveTheLinesOfTheTypeScript() {
    Ran ran =
        run(
            """
            // a comment

            interface Point {
              x: number; // more
              y: number;
            }
            type Shape =
              | { kind: 'circle' }
              | { kind: 'square' };
            enum Color { Red, Green,
              Blue }
            /* block
               comment */
            const table = {
              a: 1,

              b: 0x10, c: 1_000, d: 'single'
            };
            class Thing {
              constructor(private p: Point) {}
              declare late: string;
              fail<T extends object>(
                this: Thing,
                value: T,
              ): never {
                throw new Error(`bad ${value} ${this.p.x}`);
              }
            }
            function over(a: string): void;
            function over(a: unknown) {
              new Thing({ x: 1, y: 2 }).fail({});
            }

            over('q' as string);
            """);
    assertThat(ran.err())
        .contains("Uncaught Error: bad")
        .contains("at fail (main.ts:26:")
        .contains("at over (main.ts:31:")
        .contains("at main.ts:34:");
    assertThat(
            run("let a: number = 1;\n\n\nconsole.log(new Error('e').stack!.split('\\n')[1])").out())
        .contains("main.ts:4:");
  }

  @Test
  void aFaultInTheTextHasItsPlace() {
    Ran ran = run("const a: number = 1;\n\nfunction f(x: ) { return x }\nconsole.log(1)");
    assertThat(ran.err()).startsWith("Uncaught SyntaxError: ").contains("main.ts:3:15");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(run("if (true) {\n console.log(1)").err())
        .contains("SyntaxError")
        .contains("main.ts:2:");
  }

  @Test
  void manyLinesAreMappedToo() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 1500; i++) {
      text.append("interface I").append(i).append(" {\n  a: number }\n");
      text.append("function f")
          .append(i)
          .append("(x: I")
          .append(i)
          .append("): number { return x.a }\n");
    }
    text.append("throw new Error('end')");
    assertThat(run(text.toString()).err()).contains("main.ts:4501:");
  }

  @Test
  void turnsShareTheirState() {
    try (WasmGuest context = js.open(TYPESCRIPT, true, LIMITS)) {
      turn(
          context,
          "import { join } from 'path'; import type { X } from 'y';\n"
              + "const only: number = 2; enum E { A = 7 } interface P { q: number }");
      turn(
          context,
          "class K { constructor(public v: number) {} }\nnamespace N { export const z = 1 }");
      assertThat(turn(context, "[join('a', 'b'), only, E.A, new K(3).v, N.z]").value())
          .isEqualTo("[ 'a/b', 2, 7, 3, 1 ]");
      assertThat(
              turn(context, "let only: string = 'again'; namespace N { export const y = 2 }\nonly")
                  .value())
          .isEqualTo("'again'");
      turn(
          context,
          "interface A {\n  b: string }\nfunction boom(a: A): never {\n  throw new Error('x') }");
      assertThat(turn(context, "interface Z {\n z: 1 }\nboom({ b: '' })").err())
          .contains("at boom (turn 5/main.ts:4:")
          .contains("at main.ts:3:");
      assertThat(turn(context, "let x: = 1").err()).contains("SyntaxError").contains("main.ts:1:8");
      assertThat(turn(context, "only").value()).isEqualTo("'again'");
    }
  }

  private static Ran turn(WasmGuest context, String code) {
    return JavaScriptFixture.run(
        context, RunCode.turn(TYPESCRIPT, code, new ContextName("main")), LIMITS);
  }
}
