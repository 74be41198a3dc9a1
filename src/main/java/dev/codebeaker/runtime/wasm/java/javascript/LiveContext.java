package dev.codebeaker.runtime.wasm.java.javascript;

import dev.codebeaker.execution.Outcome.ContextState;
import dev.codebeaker.runtime.Settling;
import dev.codebeaker.runtime.wasm.WasmEngine.GuestSpec;
import dev.codebeaker.runtime.wasm.java.HeapBudget;
import dev.codebeaker.runtime.wasm.java.MemoryMeter;
import java.util.Optional;

/**
 * An interpreter and the image it goes back to when it is lost: what it was after its last turn.
 * The image costs what differs from the base; one that grew too large for that starts anew.
 */
final class LiveContext implements AutoCloseable {
  private static final long MAX_IMAGE_BYTES = 64L << 20;

  private final PreparedInterpreter base;
  private final HeapBudget heap;
  private final MemoryMeter meter;
  private Optional<PreparedInterpreter.Fork> live = Optional.empty();
  private Optional<Image> image;
  private long imageBytes;
  private boolean closed;

  LiveContext(PreparedInterpreter base, HeapBudget heap, GuestSpec spec) {
    this.base = base;
    this.heap = heap;
    this.meter = new MemoryMeter(heap, spec.limits().memoryBytes());
    this.image = Optional.of(base.image());
  }

  MemoryMeter meter() {
    return meter;
  }

  void evaluate(ScriptRun script) {
    PreparedInterpreter.Fork fork = fork();
    fork.calls().answerWith(script);
    fork.interpreter().evaluate(base.start());
    fork.interpreter().evaluate(base.end());
    fork.calls().answerNobody();
  }

  private synchronized PreparedInterpreter.Fork fork() {
    if (live.isEmpty()) {
      live = Optional.of(base.fork(image.orElse(base.image()), meter));
    }
    return live.get();
  }

  synchronized boolean stackIsFull() {
    return live.map(fork -> fork.interpreter().stackIsFull()).orElse(false);
  }

  /** Gives up an interpreter that was left in the middle of something. */
  synchronized ContextState lose(boolean turn) {
    live = Optional.empty();
    meter.close();
    if (!turn) {
      return ContextState.NONE;
    }
    return image.isPresent() ? ContextState.RESTORED : ContextState.RESET;
  }

  /** Keeps what the context is now; restores it first if it was lost. */
  synchronized Optional<Settling> checkpoint() {
    if (closed) {
      return Optional.empty();
    }
    Settling what = live.isPresent() ? Settling.CHECKPOINT : Settling.RESTORE;
    PreparedInterpreter.Fork fork = fork();
    Image now = fork.interpreter().image(base.image().pages());
    dropImage();
    if (now.ownBytes() <= MAX_IMAGE_BYTES && heap.take(now.ownBytes())) {
      imageBytes = now.ownBytes();
      image = Optional.of(now);
    }
    return Optional.of(what);
  }

  private void dropImage() {
    heap.give(imageBytes);
    imageBytes = 0;
    image = Optional.empty();
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      live = Optional.empty();
      dropImage();
      meter.close();
    }
  }
}
