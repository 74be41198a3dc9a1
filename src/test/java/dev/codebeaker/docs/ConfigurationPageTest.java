package dev.codebeaker.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} says what the configuration interfaces say. */
class ConfigurationPageTest {
  private static final Path PAGE = Path.of("docs/configuration.md");
  private static final String REWRITE = "codebeaker.docs.rewrite";
  private static final String HEAD =
      """
      # Configuration

      Every key, with the environment variable that sets it, what holds where it is not set, and
      what it does. Set keys in the environment, as `-D` system properties, or in
      `config/application.properties` beside where the service is started. This page is generated
      from the configuration interfaces; a test keeps it true.
      """;

  @Test
  void thePageIsWhatTheSourcesSay() throws IOException {
    String rendered = render();
    if (Boolean.getBoolean(REWRITE)) {
      Files.writeString(PAGE, rendered);
    }

    assertThat(Files.readString(PAGE))
        .as("write it anew with: mvn test -Dtest=ConfigurationPageTest -D%s=true", REWRITE)
        .isEqualTo(rendered);
  }

  private static String render() {
    StringBuilder page = new StringBuilder(HEAD);
    for (ConfigurationKeys.Group group : ConfigurationKeys.groups()) {
      page.append("\n## %s\n\n%s\n\n".formatted(group.prefix(), group.meaning()));
      page.append("| key | type | default | meaning |\n|---|---|---|---|\n");
      for (ConfigurationKeys.Key key : group.keys()) {
        page.append(row(key));
      }
    }
    return page.toString();
  }

  private static String row(ConfigurationKeys.Key key) {
    return "| `%s`%s | `%s` | %s | %s |\n"
        .formatted(
            key.name(),
            key.environmentVariable().map(name -> "<br>`" + name + "`").orElse(""),
            key.type().replace("|", "\\|"),
            key.fallback()
                .map(text -> text.isEmpty() ? "empty" : "`" + text + "`")
                .orElse("not set"),
            key.meaning().replace("|", "\\|"));
  }
}
