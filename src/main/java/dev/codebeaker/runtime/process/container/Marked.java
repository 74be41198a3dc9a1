package dev.codebeaker.runtime.process.container;

import dev.codebeaker.linux.Descriptor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A stream in which somebody may wait for a mark: what came before it has been carried by then. The
 * mark itself is taken out. Thread safe; one thread writes.
 */
final class Marked {
  private final Descriptor target;

  // guarded by this
  private byte @Nullable [] mark;
  private CompletableFuture<Void> found = CompletableFuture.completedFuture(null);
  private byte[] held = {};
  private boolean ended;

  Marked(Descriptor target) {
    this.target = target;
  }

  synchronized CompletableFuture<Void> await(byte[] wanted) {
    if (ended) {
      return CompletableFuture.completedFuture(null);
    }
    mark = wanted.clone();
    found = new CompletableFuture<>();
    return found;
  }

  void write(byte[] buffer, int count) throws IOException {
    Passed passed = passed(buffer, count);
    if (passed.bytes().length > 0) {
      target.write(passed.bytes());
    }
    if (passed.found() != null) {
      passed.found().complete(null);
    }
  }

  private record Passed(byte[] bytes, @Nullable CompletableFuture<Void> found) {}

  private synchronized Passed passed(byte[] buffer, int count) {
    if (mark == null) {
      return new Passed(Arrays.copyOf(buffer, count), null);
    }
    byte[] all = Arrays.copyOf(held, held.length + count);
    System.arraycopy(buffer, 0, all, held.length, count);
    int at = indexOf(all, mark);
    if (at >= 0) {
      ByteArrayOutputStream rest = new ByteArrayOutputStream();
      rest.write(all, 0, at);
      rest.write(all, at + mark.length, all.length - at - mark.length);
      mark = null;
      held = new byte[0];
      return new Passed(rest.toByteArray(), found);
    }
    int kept = beginning(all, mark);
    held = Arrays.copyOfRange(all, all.length - kept, all.length);
    return new Passed(Arrays.copyOf(all, all.length - kept), null);
  }

  private static int indexOf(byte[] all, byte[] wanted) {
    for (int at = 0; at + wanted.length <= all.length; at++) {
      if (Arrays.equals(all, at, at + wanted.length, wanted, 0, wanted.length)) {
        return at;
      }
    }
    return -1;
  }

  /** How much of its end may be the beginning of what is wanted. */
  private static int beginning(byte[] all, byte[] wanted) {
    for (int length = Math.min(wanted.length - 1, all.length); length > 0; length--) {
      if (Arrays.equals(all, all.length - length, all.length, wanted, 0, length)) {
        return length;
      }
    }
    return 0;
  }

  /** Nothing more comes. */
  void end() {
    byte[] rest;
    CompletableFuture<Void> waiting;
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
      rest = held;
      held = new byte[0];
      waiting = found;
    }
    try {
      if (rest.length > 0) {
        target.write(rest);
      }
    } catch (IOException nobodyReads) {
      // Then nobody misses it.
    }
    target.close();
    waiting.complete(null);
  }
}
