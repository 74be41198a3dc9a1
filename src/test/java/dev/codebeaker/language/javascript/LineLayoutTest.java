package dev.codebeaker.language.javascript;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineLayoutTest {
  @Test
  void tokensStandOnTheirAuthorsLines() {
    String original =
        "interface A {\n  a: number\n}\nconst x: A = {\n  a: 1 };\n\nthrow new Error('x' as string)";
    String printed = "const x = { a: 1 };\nthrow new Error(\"x\");\n";
    assertThat(LineLayout.of(original, printed))
        .isEqualTo(
            "\n\n\nconst x =\u0020{\n a: 1 };\n\nthrow new Error(\"x\");".replace("{\n a", "{\na"));
  }

  @Test
  void whatIsPrintedOnMoreLinesIsJoined() {
    assertThat(
            LineLayout.of(
                "enum E { A }; f(\n`a\nb`)",
                "var E;\n((E) => {\n  E.A = 0;\n})(E ||= {});\nf(`a\nb`);\n"))
        .isEqualTo("var E; ((E) => { E.A = 0; })(E ||= {}); f(\n`a\nb`);");
  }

  @Test
  void noLineBreakEndsAStatementEarly() {
    assertThat(
            LineLayout.of(
                "function f() { return <T>(\n  x as T) }", "function f() {\n  return x;\n}\n"))
        .contains("return x");
  }

  @Test
  void whatWasOnlyBlankedOutStays() {
    assertThat(LineLayout.of("return\nx as A", "return\nx     ")).isEqualTo("return\nx     ");
  }
}
