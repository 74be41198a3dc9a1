package dev.codebeaker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.execution.Language;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TurnTextTest {
  private static final Language PYTHON = new Language("python");
  private static final Language JAVASCRIPT = new Language("javascript");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "print('(')",
        "# (",
        "x = [1, 2]  # [",
        "'it''s' # '",
        "\"\"\"a\nb\"\"\"",
        "for x in y:\n  pass\n",
        "d = {'a': 1}",
        "'\\\\'",
        "x = 1 + \\\n2"
      })
  void wholeTurnsOfPython(String text) {
    assertThat(TurnText.isComplete(PYTHON, text + "\n")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "f(",
        "'''a",
        "x = [1,\n\n2",
        "for x in y:",
        "for x in y:  # all",
        "for x in y:\n  pass",
        "@decorator",
        "x = 1 + \\"
      })
  void turnsOfPythonThatGoOn(String text) {
    assertThat(TurnText.isComplete(PYTHON, text + "\n")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "f('(')",
        "// (",
        "/* ( */ 1",
        "`(${x}`",
        "let a = {\n b: 1 }",
        "x = '\\''",
        "a / b"
      })
  void wholeTurnsOfJavaScript(String text) {
    assertThat(TurnText.isComplete(JAVASCRIPT, text + "\n")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"function f() {", "/* a", "`a", "[1,", "f(`\n`"})
  void turnsOfJavaScriptThatGoOn(String text) {
    assertThat(TurnText.isComplete(JAVASCRIPT, text + "\n")).isFalse();
  }
}
