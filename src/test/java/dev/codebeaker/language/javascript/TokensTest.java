package dev.codebeaker.language.javascript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import org.junit.jupiter.api.Test;

class TokensTest {
  private static final int TOO_MANY = 2_000_000;

  @Test
  void aTextOfTooManyTokensIsRefusedBeforeItFillsTheHeap() {
    assertThatThrownBy(() -> TurnSource.script(";".repeat(TOO_MANY)))
        .isInstanceOfSatisfying(
            ServiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_LARGE));
  }

  @Test
  void aLongTextOfFewTokensIsNot() {
    String text = "'" + "x".repeat(TOO_MANY) + "'";
    assertThat(TurnSource.script(text)).isEqualTo(text);
  }
}
