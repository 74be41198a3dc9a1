package dev.codebeaker.wire.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1,]",
        "{\"a\":1,}",
        "{'a':1}",
        "{\"a\":1} {\"b\":2}",
        "// no\n1",
        "NaN",
        "01",
        "+1",
        "1e",
        "{\"a\":1,\"a\":2}",
        "\"\n\"",
        "tru",
        "\u0000",
        "\ufeff{}"
      })
  void whatIsNoJsonIsRefused(String text) {
    assertThatThrownBy(() -> StrictJson.parse(text))
        .isInstanceOfSatisfying(
            ServiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PARSE_ERROR));
  }

  @Test
  void aMessageOfManyTinyValuesIsRefusedBeforeItFillsTheHeap() {
    assertThatThrownBy(() -> StrictJson.parse("[" + "[],".repeat(1_000_000) + "0]"))
        .isInstanceOfSatisfying(
            ServiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_LARGE));
  }

  @Test
  void theFailureTellsWhereAndNothingOfTheParser() {
    assertThatThrownBy(() -> StrictJson.parse("{\n  \"a\": ?}"))
        .hasMessageContaining("line 2")
        .hasMessageNotContaining("jackson")
        .hasMessageNotContaining("Source:");
  }

  @Test
  void aThousandNestedArraysAreRefused() {
    assertThatThrownBy(() -> StrictJson.parse("[".repeat(1000) + "]".repeat(1000)))
        .hasMessageContaining("nested deeper than 64");
    assertThat(StrictJson.parse("[".repeat(64) + "]".repeat(64)).isArray()).isTrue();
  }

  @Test
  void aNumberWithThousandsOfDigitsIsRefused() {
    assertThatThrownBy(() -> StrictJson.parse("9".repeat(5000))).hasMessageContaining("too long");
  }

  @Test
  void bytesThatAreNoUtf8AreRefused() {
    assertThatThrownBy(() -> StrictJson.parse(new byte[] {'"', (byte) 0xc3, '"'}))
        .hasMessageContaining("UTF-8");
    assertThatThrownBy(
            () -> StrictJson.parse("{}".getBytes(java.nio.charset.StandardCharsets.UTF_16)))
        .isInstanceOf(ServiceException.class);
    assertThat(StrictJson.parse("\"é😀\"".getBytes(UTF_8)).textValue()).isEqualTo("é😀");
  }
}
