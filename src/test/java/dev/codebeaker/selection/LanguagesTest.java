package dev.codebeaker.selection;

import static dev.codebeaker.testing.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.runtime.Isolation;
import dev.codebeaker.testing.ConfigDefaults;
import dev.codebeaker.testing.FakeRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LanguagesTest {
  private final RuntimeRegistry registry =
      new RuntimeRegistry(
          List.of(
              FakeRuntime.named(
                  "r", Isolation.WASM, Duration.ofMillis(1), 1, "python", "javascript")));

  @Test
  void namesAndAliasesInAnyCaseAreUnderstood() {
    Languages languages = languages(Map.of());
    assertThat(languages.parse("python").id()).isEqualTo("python");
    assertThat(languages.parse("PY").id()).isEqualTo("python");
    assertThat(languages.parse("Node").id()).isEqualTo("javascript");
    assertThat(languages.all())
        .extracting(Languages.Described::displayName)
        .containsExactly("JavaScript", "Python");
  }

  @Test
  void unknownNamesAreAnsweredWithTheKnownOnes() {
    assertThat(failsWith(ErrorCode.LANGUAGE_UNKNOWN, () -> languages(Map.of()).parse("ts")).known())
        .containsExactly("javascript", "python");
  }

  @Test
  void twoLanguagesOfOneNameAreRefused() {
    assertThatThrownBy(() -> languages(Map.of("codebeaker.languages.python.aliases", "js")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("codebeaker.languages");
  }

  private Languages languages(Map<String, String> config) {
    Map<String, String> values = new java.util.HashMap<>();
    values.put("codebeaker.languages.python.display-name", "Python");
    values.put("codebeaker.languages.python.aliases", "py,python3");
    values.put("codebeaker.languages.javascript.display-name", "JavaScript");
    values.put("codebeaker.languages.javascript.aliases", "js,node");
    values.put("codebeaker.languages.typescript.aliases", "ts");
    values.putAll(config);
    return new Languages(ConfigDefaults.of(LanguagesConfig.class, values), registry);
  }
}
