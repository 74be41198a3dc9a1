package dev.codebeaker.runtime.wasm.pack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** Runs one of the user's programs to its end, with no input and bounded memory and time. */
final class ToolRun {
  static final Optional<Path> NO_SCRATCH = Optional.empty();

  private static final Duration TICK = Duration.ofMillis(250);
  private static final int KEPT_BYTES = 16 * 1024;

  /**
   * @param exitCode what it exited with; -1 if it was stopped for want of time
   * @param output the end of what it wrote
   */
  record Result(int exitCode, String output) {
    boolean succeeded() {
      return exitCode == 0;
    }
  }

  private ToolRun() {}

  /**
   * @param scratch its directory for temporary files, or empty for its default
   * @param ticks called a few times per second with the milliseconds passed
   * @throws IOException if it can not be started
   */
  static Result run(List<String> command, Duration most, Optional<Path> scratch, LongConsumer ticks)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    scratch.ifPresent(directory -> builder.environment().put("TMPDIR", directory.toString()));
    Process process = builder.start();
    process.getOutputStream().close();
    Thread stopper = new Thread(() -> stop(process), "tool-stopper");
    Runtime.getRuntime().addShutdownHook(stopper);
    try {
      Tail tail = new Tail(process.getInputStream());
      int exitCode = await(process, most, ticks);
      return new Result(exitCode, tail.text());
    } finally {
      stop(process);
      forget(stopper);
    }
  }

  private static int await(Process process, Duration most, LongConsumer ticks) throws IOException {
    long start = System.nanoTime();
    try {
      while (!process.waitFor(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
        long passed = System.nanoTime() - start;
        if (passed > most.toNanos()) {
          return -1;
        }
        ticks.accept(TimeUnit.NANOSECONDS.toMillis(passed));
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a program ran", e);
    }
  }

  private static void stop(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is shutting down: the hook has run.
    }
  }

  /** Drains a stream so that its writer never waits, and keeps the end of it. */
  private static final class Tail {
    private final StringBuilder kept = new StringBuilder();
    private final Thread reader;

    Tail(InputStream in) {
      this.reader = Thread.ofVirtual().start(() -> drain(in));
    }

    private void drain(InputStream in) {
      byte[] buffer = new byte[8192];
      try (in) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          keep(new String(buffer, 0, n, StandardCharsets.UTF_8));
        }
      } catch (IOException e) {
        keep("\n" + e.getMessage());
      }
    }

    private synchronized void keep(String text) {
      kept.append(text);
      kept.delete(0, Math.max(0, kept.length() - KEPT_BYTES));
    }

    String text() throws IOException {
      try {
        reader.join(Duration.ofSeconds(2));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while a program ended", e);
      }
      synchronized (this) {
        return kept.toString();
      }
    }
  }
}
