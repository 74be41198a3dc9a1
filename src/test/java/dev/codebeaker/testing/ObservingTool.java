package dev.codebeaker.testing;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A program that operators watch the service with, from the search path. One that is missing is
 * reported as not run, and is a failure where {@code CODEBEAKER_REQUIRED_OBSERVERS} names it.
 */
public enum ObservingTool {
  PROMETHEUS("prometheus"),
  PROMTOOL("promtool"),
  COLLECTOR("otelcol");

  private final String program;

  ObservingTool(String program) {
    this.program = program;
  }

  /** What it said, and how it ended. */
  public record Said(int status, String text) {}

  public Path path() {
    Optional<Path> found =
        Arrays.stream(environment("PATH").split(File.pathSeparator))
            .map(directory -> Path.of(directory, program))
            .filter(Files::isExecutable)
            .findFirst();
    if (found.isEmpty() && isRequired()) {
      fail("CODEBEAKER_REQUIRED_OBSERVERS names " + program + ", which is not on the PATH");
    }
    assumeTrue(found.isPresent(), () -> "NOT RUN: there is no " + program + " on the PATH");
    return found.orElseThrow();
  }

  /** Runs it to its end. */
  public Said run(Path directory, String... arguments) throws IOException, InterruptedException {
    Process process =
        command(arguments).directory(directory.toFile()).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor(), text);
  }

  /** Starts it; whoever has it ends it. */
  public Process start(Path log, Map<String, String> environment, String... arguments)
      throws IOException {
    ProcessBuilder builder = command(arguments);
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return process;
  }

  private ProcessBuilder command(String... arguments) {
    List<String> command = new ArrayList<>(List.of(path().toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  private boolean isRequired() {
    return List.of(environment("CODEBEAKER_REQUIRED_OBSERVERS").split(",")).contains(program);
  }

  private static String environment(String name) {
    return Objects.requireNonNullElse(System.getenv(name), "");
  }
}
