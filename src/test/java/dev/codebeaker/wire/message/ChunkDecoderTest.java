package dev.codebeaker.wire.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.wire.message.Encoding.Encoded;
import org.junit.jupiter.api.Test;

class ChunkDecoderTest {
  @Test
  void aCharacterThatIsCutBetweenChunksComesWhole() {
    byte[] all = "aé€😀z".getBytes(UTF_8);
    ChunkDecoder decoder = new ChunkDecoder();
    StringBuilder text = new StringBuilder();
    for (byte b : all) {
      decoder
          .next(new byte[] {b})
          .ifPresent(
              encoded -> {
                assertThat(encoded.encoding()).isEqualTo(Encoding.UTF_8);
                text.append(encoded.text());
              });
    }

    assertThat(text).hasToString("aé€😀z");
    assertThat(decoder.end()).isEmpty();
  }

  @Test
  void aChunkThatIsNoTextComesAsBase64() {
    assertThat(new ChunkDecoder().next(new byte[] {(byte) 0xff, 'a'}))
        .contains(new Encoded("/2E=", Encoding.BASE64));
  }

  @Test
  void aCharacterThatNeverEndsComesAtTheEnd() {
    ChunkDecoder decoder = new ChunkDecoder();

    assertThat(decoder.next(new byte[] {'a', (byte) 0xe2}))
        .contains(new Encoded("a", Encoding.UTF_8));
    assertThat(decoder.end()).contains(new Encoded("4g==", Encoding.BASE64));
  }
}
