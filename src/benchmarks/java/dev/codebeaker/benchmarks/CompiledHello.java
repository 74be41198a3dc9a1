package dev.codebeaker.benchmarks;

import java.util.List;
import java.util.Optional;

/**
 * A program of a compiled language that is another text each time, so that none is found compiled.
 *
 * @param name what people call the language
 * @param code with a place for a number
 * @param toReach compiled and run, in milliseconds
 */
record CompiledHello(String language, String name, String code, int toReach) {
  private static final int TIMES = 20;

  static final List<CompiledHello> ALL =
      List.of(
          new CompiledHello(
              "java",
              "Java",
              "public class Main { public static void main(String[] args) {"
                  + " System.out.println(\"hello %d\"); } }",
              600),
          new CompiledHello("kotlin", "Kotlin", "fun main() { println(\"hello %d\") }", 1500),
          new CompiledHello(
              "scala",
              "Scala",
              "object Main { def main(args: Array[String]): Unit = println(\"hello %d\") }",
              1500));

  /** Nothing where the runtime does not serve the language. */
  void measure(RpcSocket socket, Report report, String runtime) throws Exception {
    if (!SessionCalls.isAvailable(socket, runtime, language)) {
      return;
    }
    String session = SessionCalls.session(socket, runtime, language);
    Samples samples = Samples.of(3, TIMES, () -> run(socket, session));
    report.row(
        name + " hello in an open session of " + runtime + ", compiled and run",
        samples.shown(),
        "",
        "≤ " + toReach + " ms");
    SessionCalls.close(socket, session);
  }

  private void run(RpcSocket socket, String session) throws Exception {
    SessionCalls.execute(socket, session, code.formatted(System.nanoTime()), Optional.empty());
  }
}
