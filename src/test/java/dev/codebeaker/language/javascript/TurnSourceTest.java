package dev.codebeaker.language.javascript;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TurnSourceTest {
  @Test
  void declarationsAtTheTopBecomeRepeatable() {
    assertThat(TurnSource.script("let x = 1; const y = 2")).isEqualTo("var x = 1; var   y = 2");
    assertThat(TurnSource.script("const {a, b} = o\nlet [c] = d"))
        .isEqualTo("var   {a, b} = o\nvar [c] = d");
  }

  @Test
  void whatIsInsideOfBlocksStays() {
    String text = "function f() { let x = 1 } { const y = 2 } for (let i of []) { class A {} }";
    assertThat(TurnSource.script(text)).isEqualTo(text);
  }

  @Test
  void aClassBecomesAnExpressionThatEnds() {
    assertThat(TurnSource.script("class A { m() { return {} } }\n(1)"))
        .isEqualTo("var A = class A { m() { return {} } };\n(1)");
    assertThat(TurnSource.script("x = class {}")).isEqualTo("x = class {}");
  }

  @Test
  void textThatOnlyLooksLikeADeclarationStays() {
    for (String text :
        new String[] {
          "`let ${`const`} x`", "a.let", "/let x/.test('const y')", "// let x", "'class A{}'"
        }) {
      assertThat(TurnSource.script(text)).isEqualTo(text);
    }
  }

  @Test
  void anObjectInBracesIsAValue() {
    assertThat(TurnSource.script("{a: 1}")).isEqualTo("({a: 1}\n)");
    assertThat(TurnSource.script("{ let a = 1 }")).isEqualTo("{ let a = 1 }");
  }

  @Test
  void importsBecomeImportsOfAScript() {
    assertThat(TurnImports.rewritten("import a, {b as c, type T, d} from 'm'\nx"))
        .isEqualTo("var {default: a, b: c, d} = await import('m');\nx");
    assertThat(TurnImports.rewritten("import * as n from \"m\";"))
        .isEqualTo("var n = await import(\"m\");");
    assertThat(TurnImports.rewritten("import {\n a\n} from 'm';\nb"))
        .isEqualTo("var {a} = await import('m')\n\n;\nb");
    assertThat(TurnImports.rewritten("import 'm'")).isEqualTo("await import('m');");
    assertThat(TurnImports.rewritten("import type {T} from 'm'")).isEqualTo(";");
    assertThat(TurnImports.rewritten("const m = await import('m')"))
        .isEqualTo("const m = await import('m')");
  }
}
