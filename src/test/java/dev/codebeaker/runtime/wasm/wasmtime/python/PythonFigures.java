package dev.codebeaker.runtime.wasm.wasmtime.python;

import dev.codebeaker.execution.ContextName;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.runtime.wasm.WasmGuest;
import dev.codebeaker.workspace.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Not a test: measures the engine alone, beside a bare interpreter of the system in the same run.
 */
final class PythonFigures {
  private static final ContextName NAME = new ContextName("c");
  private static final String SUM =
      "import pandas\nprint(pandas.DataFrame({'a': [1, 2, 39]}).a.sum())";

  private final Workspace workspace = PythonFixture.workspace();
  private double bare;

  private PythonFigures() {}

  /** Prints a table. */
  public static void main(String[] args) throws Exception {
    Thread thread = new Thread(null, new PythonFigures()::measure, "figures", 32L << 20);
    thread.start();
    thread.join();
    System.exit(0);
  }

  private void measure() {
    PythonFixture.factory();
    bare = print("bare python3 -c, start to exit", 15, this::bare);
    for (String template : List.of(PythonFixture.PLAIN, PythonFixture.DATA)) {
      print(template + ": fork + hello + close", 100, () -> program(template, "print('hi')"));
      print(template + ": fork + pandas sum + close", 20, () -> program(template, SUM));
      turns(template);
      memory(template, "x = 1");
      memory(template, SUM);
    }
  }

  private void turns(String template) {
    try (WasmGuest context = PythonFixture.context(workspace, template)) {
      turn(context, "x = 0", 30_000);
      print(
          template + ": turn x += 1", 500, context::settle, () -> turn(context, "x += 1", 30_000));
      print(
          template + ": checkpoint after it",
          200,
          () -> turn(context, "x += 1", 30_000),
          context::settle);
      print(
          template + ": turn stopped hard, its 50 ms included",
          10,
          context::settle,
          () -> turn(context, "sum(range(10**12))", 50));
      print(
          template + ": restore + turn",
          10,
          () -> {
            turn(context, "sum(range(10**12))", 50);
          },
          () -> {
            context.settle();
            turn(context, "x", 30_000);
          });
    }
  }

  private void memory(String template, String code) {
    int count = 100;
    List<WasmGuest> live = new ArrayList<>();
    turn(live, template, code);
    long before = privateKilobytes();
    for (int i = 0; i < count; i++) {
      turn(live, template, code);
    }
    long turned = privateKilobytes();
    live.forEach(WasmGuest::settle);
    long settled = privateKilobytes();
    System.out.printf(
        "%-60s %6d KB + checkpoint %6d KB%n",
        template + ": private memory after " + code.lines().findFirst().orElse(""),
        (turned - before) / count,
        (settled - turned) / count);
    live.forEach(WasmGuest::close);
  }

  private void turn(List<WasmGuest> live, String template, String code) {
    WasmGuest context = PythonFixture.context(workspace, template);
    live.add(context);
    turn(context, code, 30_000);
  }

  private static void turn(WasmGuest context, String code, long wall) {
    context.run(
        RunCode.turn(PythonFixture.PYTHON, code, NAME),
        PythonFixture.LIMITS.with(Map.of(Limit.WALL, wall)),
        OutputSink.NOWHERE);
  }

  private void program(String template, String code) {
    try (WasmGuest guest = PythonFixture.program(workspace, template)) {
      guest.run(
          RunCode.program(PythonFixture.PYTHON, code), PythonFixture.LIMITS, OutputSink.NOWHERE);
    }
  }

  private void bare() {
    try {
      new ProcessBuilder("/usr/bin/python3", "-c", "print('hi')").start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private double print(String what, int times, Runnable work) {
    return print(what, times, () -> {}, work);
  }

  private double print(String what, int times, Runnable first, Runnable work) {
    double[] millis = new double[times];
    for (int i = 0; i < times; i++) {
      first.run();
      long start = System.nanoTime();
      work.run();
      millis[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(millis);
    double median = millis[times / 2];
    System.out.printf(
        "%-60s p50 %8.3f ms, p99 %8.3f ms, %.3f x bare%n",
        what, median, millis[times * 99 / 100], median / (bare == 0 ? median : bare));
    return median;
  }

  private static long privateKilobytes() {
    try (var lines = Files.lines(Path.of("/proc/self/smaps_rollup"))) {
      return lines
          .filter(line -> line.startsWith("Private_"))
          .mapToLong(line -> Long.parseLong(Objects.requireNonNull(line.split("\\s+"))[1]))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
