package dev.codebeaker.runtime.wasm.wasmtime.javascript;
import static dev.codebeaker.runtime.wasm.wasmtime.javascript.JavaScriptFixture.*;
import dev.codebeaker.execution.*;
import dev.codebeaker.runtime.wasm.WasmGuest;
import dev.codebeaker.runtime.wasm.wasmtime.OnGuestThread;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.*;
import org.junit.jupiter.api.*;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
@ExtendWith(OnGuestThread.class)
class FiguresTest {
  @TempDir Path state;
  interface Act { void run() throws Exception; }
  static void time(String what, int n, Act act) throws Exception {
    for (int i = 0; i < n; i++) act.run();
    long[] t = new long[n];
    for (int i = 0; i < n; i++) { long s = System.nanoTime(); act.run(); t[i] = System.nanoTime() - s; }
    Arrays.sort(t); System.out.printf("%-40s p50 %.3f p99 %.3f ms%n", what, t[n / 2] / 1e6, t[n * 99 / 100] / 1e6);
  }
  static long rss() throws Exception { for (String l : Files.readAllLines(Path.of("/proc/self/status"))) if (l.startsWith("VmRSS")) return Long.parseLong(l.replaceAll("\\D", "")); return 0; }
  @Test void figures() throws Exception {
    Path bun = Path.of("/tmp/wt/bun/node_modules/.bin/bun");
    Path hello = Files.writeString(state.resolve("h.js"), "console.log('hello')");
    Path ts = Files.writeString(state.resolve("h.ts"), "const a: string = 'hello'; console.log(a)");
    try (var js = new JavaScriptFixture(state)) {
      if (Files.exists(bun)) {
      time("bun js", 20, () -> new ProcessBuilder(bun.toString(), hello.toString()).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor());
      time("bun ts", 20, () -> new ProcessBuilder(bun.toString(), ts.toString()).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor());
      }
      time("fresh JS hello", 1500, () -> js.program(JAVASCRIPT, "console.log('hello')"));
      time("fresh TS hello (cached)", 500, () -> js.program(TYPESCRIPT, "const a: string = 'hello'; console.log(a)"));
      int[] k = {0};
      time("fresh TS hello (new text)", 500, () -> js.program(TYPESCRIPT, "const a: string = 'hello" + k[0]++ + "'; console.log(a)"));
      RunCode turn = RunCode.turn(JAVASCRIPT, "x + 1", new ContextName("m"));
      WasmGuest c = js.open(JAVASCRIPT, true, LIMITS);
      c.run(RunCode.turn(JAVASCRIPT, "let x = 1", new ContextName("m")), LIMITS, OutputSink.NOWHERE);
      time("live turn x+1 (no settle)", 3000, () -> c.run(turn, LIMITS, OutputSink.NOWHERE));
      time("live turn x+1 + settle", 1000, () -> { c.run(turn, LIMITS, OutputSink.NOWHERE); c.settle(); });
      c.close();
      List<WasmGuest> many = new ArrayList<>(); System.gc(); long before = rss();
      for (int i = 0; i < 500; i++) { WasmGuest g = js.open(JAVASCRIPT, true, LIMITS); g.run(RunCode.turn(JAVASCRIPT, "let x = " + i, new ContextName("m")), LIMITS, OutputSink.NOWHERE); g.settle(); many.add(g); }
      System.gc(); System.out.printf("private per live context %d KB%n", (rss() - before) / 500);
      many.forEach(WasmGuest::close);
      for (Language l : List.of(JAVASCRIPT, TYPESCRIPT)) {
      String code = "console.log('hello')";
      var pool = Executors.newFixedThreadPool(8, r -> new Thread(null, r, "g", 16 << 20));
      for (int round = 0; round < 2; round++) {
        long s = System.nanoTime(); List<Future<?>> fs = new ArrayList<>();
        for (int i = 0; i < 4000; i++) fs.add(pool.submit(() -> js.program(l, code)));
        for (var f : fs) f.get();
        System.out.printf("%s one-shots/s at 8: %.0f%n", l, 4000 / ((System.nanoTime() - s) / 1e9));
      }
      pool.shutdown();
      }
      String errs = "let n=0; for (let i=0;i<20000;i++) { try { throw new Error('x') } catch (e) { n++ } } console.log(n)";
      time("20000 thrown errors", 3, () -> js.program(JAVASCRIPT, errs));
    }
  }
}
