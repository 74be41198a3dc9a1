package dev.codebeaker.wire.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CaptureTest {
  @Test
  void whatFitsIsShownWhole() {
    Capture capture = new Capture(10);
    capture.add("01234".getBytes(UTF_8));
    capture.add("56789".getBytes(UTF_8));

    assertThat(capture.truncated()).isFalse();
    assertThat(capture.shown().text()).isEqualTo("0123456789");
    assertThat(capture.shown().omittedBytes()).isZero();
  }

  @Test
  void headAndTailAreKeptOfWhatDoesNotFit() {
    Capture capture = new Capture(10);
    for (char c = 'a'; c <= 'z'; c++) {
      capture.add(new byte[] {(byte) c});
    }

    Capture.Shown shown = capture.shown();
    assertThat(shown.text()).isEqualTo("abcde\n[… 16 bytes left out …]\nvwxyz");
    assertThat(shown.bytes()).isEqualTo(26);
    assertThat(shown.omittedBytes()).isEqualTo(16);
  }

  @Test
  void chunksOfAnySizeComeToTheSame() {
    byte[] all = new byte[5000];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) ('a' + i % 26);
    }
    Capture whole = new Capture(1000);
    whole.add(all);
    Random random = new Random(7);
    for (int round = 0; round < 50; round++) {
      Capture parts = new Capture(1000);
      for (int at = 0; at < all.length; ) {
        int length = Math.min(all.length - at, 1 + random.nextInt(1500));
        parts.add(java.util.Arrays.copyOfRange(all, at, at + length));
        at += length;
      }
      assertThat(parts.shown()).isEqualTo(whole.shown());
    }
  }

  @Test
  void noCharacterIsCutInTwo() {
    for (int limit = 8; limit < 24; limit++) {
      Capture capture = new Capture(limit);
      capture.add("€uro€uro€uro€uro€uro€uro".getBytes(UTF_8));

      Capture.Shown shown = capture.shown();
      assertThat(shown.encoding()).isEqualTo(Encoding.UTF_8);
      assertThat(shown.text()).doesNotContain("\ufffd").contains("bytes left out");
    }
  }

  @Test
  void bytesThatAreNoTextComeAsBase64() {
    Capture capture = new Capture(10);
    capture.add(new byte[] {(byte) 0xff, 0, 1});

    assertThat(capture.shown().encoding()).isEqualTo(Encoding.BASE64);
    assertThat(capture.shown().text()).isEqualTo("/wAB");
  }
}
