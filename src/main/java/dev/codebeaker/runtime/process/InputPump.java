package dev.codebeaker.runtime.process;

import dev.codebeaker.execution.Stdin;
import dev.codebeaker.linux.Descriptor;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/**
 * Feeds a process's standard input, in order, without ever making who feeds it wait. Admission
 * bounds what may be waiting here.
 */
final class InputPump implements AutoCloseable {
  private final Descriptor target;
  private final CompletableFuture<Void> opened;

  // guarded by this
  private final Deque<byte[]> waiting = new ArrayDeque<>();
  private boolean ended;
  private boolean closed;

  /**
   * @param opened completed when the process has its end; before that the input must not end
   */
  InputPump(Descriptor target, CompletableFuture<Void> opened) {
    this.target = target;
    this.opened = opened;
  }

  /** Begins with what there is to read first. */
  void start(Stdin stdin) {
    add(stdin.initial());
    if (!stdin.open()) {
      end();
    }
    Thread.ofVirtual().name("pump-stdin").start(this::run);
  }

  synchronized void add(byte[] data) {
    if (!ended && !closed && data.length > 0) {
      waiting.add(data);
      notifyAll();
    }
  }

  synchronized void end() {
    ended = true;
    notifyAll();
  }

  private void run() {
    try {
      for (byte[] next = take(); next.length > 0; next = take()) {
        target.write(next);
      }
      if (!isClosed()) {
        opened.exceptionally(lost -> null).join();
        target.close();
      }
    } catch (IOException nobodyReads) {
      close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for the next piece; an empty one if there is no more. */
  private synchronized byte[] take() throws InterruptedException {
    while (waiting.isEmpty() && !ended && !closed) {
      wait();
    }
    return waiting.isEmpty() || closed ? new byte[0] : waiting.remove();
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /** Forgets what is waiting. The descriptor is its owner's to close. */
  @Override
  public synchronized void close() {
    closed = true;
    waiting.clear();
    notifyAll();
  }
}
