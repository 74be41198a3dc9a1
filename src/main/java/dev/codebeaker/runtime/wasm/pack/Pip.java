package dev.codebeaker.runtime.wasm.pack;

import dev.codebeaker.runtime.wasm.pack.PackContents.Wheel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * The user's own pip, with the indexes, proxies and certificates it is set up for. The service
 * knows packages by name only and never talks to an index itself.
 *
 * @param command how to start it: {@code [/usr/bin/pip3]}
 * @param version what it says it is
 */
public record Pip(List<String> command, String version) {
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final Duration DOWNLOAD = Duration.ofMinutes(20);

  /** How pip may be started, the best first; each begins with the name of a program. */
  private static final List<List<String>> WAYS =
      List.of(
          List.of("pip3"),
          List.of("pip"),
          List.of("python3", "-m", "pip"),
          List.of("python", "-m", "pip"),
          List.of("uv", "tool", "run", "pip"));

  public Pip {
    command = List.copyOf(command);
  }

  /** The first that answers among the programs on a search path, as in {@code PATH}. */
  public static Optional<Pip> find(String searchPath) {
    return WAYS.stream().flatMap(way -> start(way, searchPath).stream()).findFirst();
  }

  private static Optional<Pip> start(List<String> way, String searchPath) {
    return program(way.getFirst(), searchPath).flatMap(program -> ask(way, program));
  }

  private static Optional<Path> program(String name, String searchPath) {
    return Stream.of(searchPath.split(java.io.File.pathSeparator, -1))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, name))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  private static Optional<Pip> ask(List<String> way, Path program) {
    List<String> command = new ArrayList<>(way);
    command.set(0, program.toString());
    List<String> question = new ArrayList<>(command);
    question.add("--version");
    try {
      ToolRun.Result answer = ToolRun.run(question, ANSWER, ToolRun.NO_SCRATCH, elapsed -> {});
      return answer.succeeded() && answer.output().startsWith("pip ")
          ? Optional.of(new Pip(command, firstWords(answer.output())))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String firstWords(String output) {
    String[] words = output.split("\\s+", 3);
    return words[0] + " " + words[1];
  }

  /**
   * Downloads the wheels of a pack into a directory.
   *
   * @param scratch where it keeps what it has not finished, so that nothing is left elsewhere
   * @param ticks called a few times per second while it works
   */
  ToolRun.Result download(PackContents contents, Path target, Path scratch, LongConsumer ticks)
      throws IOException {
    List<String> arguments = new ArrayList<>(command);
    arguments.addAll(
        List.of("download", "--no-deps", "--only-binary=:all:", "--ignore-requires-python"));
    arguments.addAll(List.of("--no-input", "--disable-pip-version-check", "--progress-bar=off"));
    arguments.addAll(List.of("--platform", contents.tag(), "--dest", target.toString()));
    contents.wheels().stream().map(Wheel::requirement).forEach(arguments::add);
    return ToolRun.run(arguments, DOWNLOAD, Optional.of(scratch), ticks);
  }
}
