package dev.codebeaker.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetyChecksTest {
  @TempDir private Path directory;

  @Test
  void theDefaultsAreSafe() {
    assertThat(findings("production", "127.0.0.1", true)).isEmpty();
  }

  @Test
  void unconfinedCodeMustBeAcceptedByName() {
    assertThat(findings("trusted", "127.0.0.1", true))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.property()).isEqualTo("codebeaker.selection.policy");
              assertThat(finding.refused()).isTrue();
            });
    assertThat(accepting().findings(settings("trusted", "127.0.0.1", true))).isEmpty();
  }

  @Test
  void aDoorOpenToEverybodyOnTheNetworkIsWarnedAbout() {
    assertThat(findings("production", "0.0.0.0", true))
        .singleElement()
        .satisfies(finding -> assertThat(finding.refused()).isFalse());
    assertThat(findings("production", "0.0.0.0", false)).isEmpty();
    assertThat(accepting().findings(settings("production", "0.0.0.0", true))).isEmpty();
  }

  @Test
  void compiledCodeMustNotLieAmongTheFilesOfSessions() {
    assertThat(located(directory.resolve("state/cache"), directory.resolve("state")))
        .singleElement()
        .satisfies(finding -> assertThat(finding.refused()).isTrue());
    assertThat(located(directory, directory.resolve("x/../state"))).hasSize(1);
    assertThat(located(directory.resolve("cache"), directory.resolve("state"))).isEmpty();
  }

  @Test
  void compiledCodeMustNotLieWhereOthersCanWrite() throws IOException {
    Path cache = Files.createDirectory(directory.resolve("cache"));
    Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThat(located(cache, directory.resolve("state")))
        .singleElement()
        .satisfies(finding -> assertThat(finding.problem()).contains(cache.toString()));
  }

  private static List<Finding> findings(String policy, String host, boolean anonymous) {
    return new SafetyChecks(new Accepted(false)).findings(settings(policy, host, anonymous));
  }

  private static List<Finding> located(Path cache, Path state) {
    return new SafetyChecks(new Accepted(false))
        .findings(
            new SafetyChecks.Settings(
                "production", "127.0.0.1", true, Optional.of(cache), Optional.of(state)));
  }

  private static SafetyChecks accepting() {
    return new SafetyChecks(new Accepted(true));
  }

  private static SafetyChecks.Settings settings(String policy, String host, boolean anonymous) {
    return new SafetyChecks.Settings(policy, host, anonymous, Optional.empty(), Optional.empty());
  }

  private record Accepted(boolean everything) implements SafetyConfig {
    @Override
    public boolean acceptUnconfinedCode() {
      return everything;
    }

    @Override
    public boolean acceptAnonymousClients() {
      return everything;
    }
  }
}
