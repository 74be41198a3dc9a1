package dev.codebeaker.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** A program started by a thread that was confined before, the only way it can be in a test. */
record ConfinedProgram(int code, String output) {
  /** Where the programs of a usual Linux lie; the library is where Java's own starter does. */
  static final Landlock PROGRAMS =
      Landlock.nothing()
          .executable(Path.of("/usr"), Path.of("/bin"), Path.of("/lib"), Path.of("/lib64"))
          .executable(Path.of(System.getProperty("java.home"), "lib"))
          .readable(Path.of("/etc/ld.so.cache"))
          .device(Path.of("/dev/null"), Path.of("/dev/zero"), Path.of("/dev/urandom"));

  /** Functions for the scripts: a raw system call, and an attempt that says how it ended. */
  private static final String PRELUDE =
      """
      import ctypes, errno, os, socket, sys
      libc = ctypes.CDLL(None, use_errno=True)
      def call(number, *arguments):
          padded = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
          answer = libc.syscall(ctypes.c_long(number), *padded)
          if answer < 0:
              raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
          return answer
      def attempt(action, *arguments):
          try:
              action(*arguments)
              print("allowed", flush=True)
          except OSError as refused:
              print(errno.errorcode[refused.errno], flush=True)
      """;

  /** What confines a thread. */
  interface Step {
    void apply() throws LinuxFailure;
  }

  static ConfinedProgram python(Step step, Path directory, String script) throws Exception {
    return run(step, directory, "/usr/bin/python3", "-I", "-c", PRELUDE + script);
  }

  static ConfinedProgram run(Step step, Path directory, String... command) throws Exception {
    Process process = start(step, directory, command);
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new ConfinedProgram(process.waitFor(), output.strip());
  }

  /** Its standard error is its standard output. The thread that started it has ended. */
  static Process start(Step step, Path directory, String... command) throws Exception {
    keepAnUnconfinedReaper();
    CompletableFuture<Process> started = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    ProcessBuilder builder = new ProcessBuilder(List.of(command));
                    builder.environment().clear();
                    builder.environment().put("PATH", "/usr/bin:/bin");
                    builder.environment().put("HOME", directory.toString());
                    builder.environment().put("TMPDIR", directory.toString());
                    builder.directory(directory.toFile()).redirectErrorStream(true);
                    step.apply();
                    started.complete(builder.start());
                  } catch (IOException | RuntimeException failure) {
                    started.completeExceptionally(failure);
                  }
                });
    thread.join();
    try {
      return started.get();
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof Exception cause ? cause : failure;
    }
  }

  /**
   * Java awaits a child in a thread that the starting one makes, confined like it, unless one that
   * awaited another is idle.
   */
  private static void keepAnUnconfinedReaper() throws Exception {
    new ProcessBuilder("/bin/true").start().waitFor();
    while (Thread.getAllStackTraces().keySet().stream()
        .noneMatch(
            thread ->
                thread.getName().startsWith("process reaper")
                    && thread.getState() == Thread.State.TIMED_WAITING)) {
      Thread.onSpinWait();
    }
  }

  List<String> lines() {
    return output.lines().toList();
  }

  static boolean superuser() throws IOException {
    try (Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
      return status.anyMatch(line -> line.matches("Uid:\\s+\\d+\\s+0\\s.*"));
    }
  }
}
