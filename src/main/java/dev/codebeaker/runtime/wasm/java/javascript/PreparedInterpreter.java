package dev.codebeaker.runtime.wasm.java.javascript;

import dev.codebeaker.runtime.wasm.java.HeapBudget;
import dev.codebeaker.runtime.wasm.java.MemoryMeter;
import dev.codebeaker.runtime.wasm.java.Output;
import dev.codebeaker.runtime.wasm.java.StdinPipe;
import dev.codebeaker.runtime.wasm.java.wasi.FileQuota;
import dev.codebeaker.runtime.wasm.java.wasi.FileTree;
import dev.codebeaker.runtime.wasm.java.wasi.Wasi;
import java.util.List;
import java.util.Map;

/** The interpreter with its prelude, at rest: what every program and context is a fork of. */
final class PreparedInterpreter {
  private static final long MEMORY = 64L << 20;

  private final HeapBudget heap;
  private final Image image;
  private final int replyAt;
  private final Interpreter.Code start;
  private final Interpreter.Code end;

  PreparedInterpreter(HeapBudget heap) {
    this.heap = heap;
    try (MemoryMeter meter = new MemoryMeter(heap, MEMORY)) {
      HostCalls calls = new HostCalls(heap, 0);
      Interpreter interpreter = Interpreter.fresh(meter, calls, wasi());
      interpreter.evaluate(interpreter.compile(Prelude.text()));
      start = interpreter.compile("__codebeaker.start()");
      end = interpreter.compile("__codebeaker.end()");
      replyAt = calls.replyAt();
      image = interpreter.image(new byte[0][]);
    }
  }

  /** The module wants it, programs never see it: what they write goes another way. */
  private Wasi wasi() {
    FileTree files = new FileTree(new FileQuota(0, 0, heap));
    Output nowhere = Output.nowhere();
    return new Wasi(
        new Wasi.Process(List.of(), Map.of(), 0), files, Map.of(), new StdinPipe(), () -> nowhere);
  }

  Image image() {
    return image;
  }

  /** An interpreter in the state of an image, and the calls it makes. */
  record Fork(Interpreter interpreter, HostCalls calls) {}

  Fork fork(Image from, MemoryMeter meter) {
    HostCalls calls = new HostCalls(heap, replyAt);
    return new Fork(Interpreter.fork(from, meter, calls, wasi()), calls);
  }

  Interpreter.Code start() {
    return start;
  }

  Interpreter.Code end() {
    return end;
  }
}
