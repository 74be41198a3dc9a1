package dev.codebeaker.runtime.process.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.codebeaker.runtime.process.container.ImagePulls.Pull;
import dev.codebeaker.testing.ConfigDefaults;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is remembered of images that clients name, where none of them can be had. */
class ImagePullsTest {
  private static final int NAMED = 3 * ImagePulls.MOST_KNOWN;

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
    pulls.begin(image);
    await().until(() -> pulls.of(image).filter(it -> it instanceof Pull.Failed).isPresent());
  }
}
