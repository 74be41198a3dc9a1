package dev.codebeaker.runtime.process.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.runtime.process.container.ImagePulls.Pull;
import dev.codebeaker.testing.ConfigDefaults;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is remembered of images that clients name, where none of them can be had. */
@Timeout(60)
class ImagePullsTest {
  private static final int NAMED = ImagePulls.MOST_KNOWN + 100;

  private final ImagePulls pulls =
      new ImagePulls(
          ConfigDefaults.of(ContainerConfig.class, Map.of()),
          () -> {
            throw new IllegalStateException("no engine");
          },
          _ -> {});

  @Test
  void theLastOfThemAreKnownAndOneThatIsAskedForAgainAndAgain() {
    try (pulls) {
      for (int i = 0; i < NAMED; i++) {
        fail("image-" + i);
        assertThat(pulls.of("image-0")).containsInstanceOf(Pull.Failed.class);
      }

      assertThat(IntStream.range(0, NAMED).filter(i -> pulls.of("image-" + i).isPresent()))
          .hasSize(ImagePulls.MOST_KNOWN)
          .contains(0, NAMED - 1)
          .doesNotContain(1);
    }
  }

  private void fail(String image) {
    while (pulls.of(image).filter(it -> it instanceof Pull.Failed).isEmpty()) {
      pulls.begin(image);
      Thread.yield();
    }
  }
}
