package dev.codebeaker.runtime.wasm.worker;

import dev.codebeaker.runtime.wasm.worker.inside.WorkerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * How a worker is started: this program again, with the few classes that a worker needs, or the
 * same executable where it is a native one.
 *
 * @param command without the worker's directory, which is its last argument
 * @param classPath its archives
 * @param executables where the program itself is
 */
public record WorkerProgram(List<String> command, List<Path> classPath, List<Path> executables) {
  private static final String MAIN = "dev.codebeaker.Main";

  private static final List<String> FLAGS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "-XX:+UseCompactObjectHeaders",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:-UsePerfData",
          "-XX:-CreateCoredumpOnCrash",
          "-Xlog:disable",
          "-Xlog:all=error:stderr");

  private static final Pattern HEAP_SIZE = Pattern.compile("-Xm[snx]\\d+[kKmMgG]?");

  public WorkerProgram {
    command = List.copyOf(command);
    classPath = List.copyOf(classPath);
    executables = List.copyOf(executables);
  }

  /** As this process was started itself. */
  public static WorkerProgram ofThisProcess(List<String> javaOptions) {
    return isNative() ? ofExecutable(javaOptions) : ofJava(javaOptions);
  }

  private static boolean isNative() {
    return System.getProperty("org.graalvm.nativeimage.imagecode") != null;
  }

  /** An executable knows the sizes of its heap among Java's options, and ends at any other. */
  private static WorkerProgram ofExecutable(List<String> javaOptions) {
    Path executable = executable();
    List<String> command = new ArrayList<>(List.of(executable.toString()));
    javaOptions.stream().filter(HEAP_SIZE.asMatchPredicate()).forEach(command::add);
    command.add(WorkerProcess.COMMAND);
    return new WorkerProgram(command, List.of(), List.of(executable));
  }

  private static Path executable() {
    try {
      return Path.of("/proc/self/exe").toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static WorkerProgram ofJava(List<String> javaOptions) {
    List<Path> classPath = archives();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(javaOptions);
    command.add("-cp");
    command.add(classPath.stream().map(Path::toString).collect(Collectors.joining(":")));
    command.add(MAIN);
    command.add(WorkerProcess.COMMAND);
    return new WorkerProgram(command, classPath, List.of(Path.of(System.getProperty("java.home"))));
  }

  /** The archives of the program itself and of all that the classes of a worker need. */
  private static List<Path> archives() {
    Set<Path> places = new LinkedHashSet<>();
    for (Class<?> needed : List.of(WorkerProcess.class, Logger.class)) {
      places.add(place(needed));
    }
    return List.copyOf(places);
  }

  private static Path place(Class<?> of) {
    CodeSource source = Objects.requireNonNull(of.getProtectionDomain().getCodeSource());
    try {
      return Path.of(source.getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
