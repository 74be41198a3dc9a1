package dev.codebeaker.runtime.process.agent;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.codebeaker.execution.Language;
import dev.codebeaker.runtime.Toolchain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;

/**
 * A toolchain of this build whose interpreter is looked for on the search path. A missing one is
 * reported as not run, and is a failure where {@code CODEBEAKER_REQUIRED_TOOLS} names it.
 */
enum AgentTool {
  PYTHON,
  BUN,
  NODE,
  DENO;

  private static final Path SETTINGS = Path.of("src/main/resources/application.properties");

  String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  boolean isPython() {
    return this == PYTHON;
  }

  Language language() {
    return new Language(isPython() ? "python" : "javascript");
  }

  AgentCommand command() {
    Toolchain toolchain =
        new Toolchain(
            label(),
            "process",
            List.of(language()),
            setting("file-name"),
            List.of(),
            Map.of(
                "agent", setting("options.agent"),
                "agent-command", setting("options.agent-command")));
    return AgentCommand.of(toolchain).orElseThrow();
  }

  private String setting(String name) {
    Properties settings = new Properties();
    try (var reader = Files.newBufferedReader(SETTINGS)) {
      settings.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Objects.requireNonNull(
        settings.getProperty("codebeaker.toolchains." + label() + "." + name), name);
  }

  /** The real interpreter, not a script that looks for one. */
  Path executable() {
    String name = command().command().getFirst();
    return Arrays.stream(System.getenv("PATH").split(":"))
        .map(directory -> Path.of(directory, name))
        .filter(path -> Files.isExecutable(path) && !path.toString().contains("/shims/"))
        .findFirst()
        .orElseGet(this::missing);
  }

  private Path missing() {
    String why = "there is no " + label() + " on the search path";
    boolean required =
        Optional.ofNullable(System.getenv("CODEBEAKER_REQUIRED_TOOLS"))
            .orElse("")
            .contains(label());
    return required ? fail(why) : abort(why);
  }
}
