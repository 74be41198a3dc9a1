package dev.codebeaker.runtime.wasm.wasmtime;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * A guest's streams and clock for the host functions of a language that has none of its own. On the
 * guest's thread, in a turn.
 */
public record HostStreams(Instance guest) {
  /** Writes as the guest would: counted against its cap, and stopping it when that is full. */
  public void write(int stream, MemorySegment bytes) {
    if (!guest.streams().output().write(stream, bytes)) {
      guest.stop(StopCause.OUTPUT, "");
      guest.stopping().interrupted();
    }
  }

  /**
   * Waits for standard input and takes what there is, nothing at its end.
   *
   * @return empty if the guest was asked to stop while it waited
   */
  public Optional<byte[]> awaitInput() {
    GuestInput input = guest.streams().input();
    while (!input.ready()) {
      if (guest.stopping().interrupted()) {
        return Optional.empty();
      }
      if (!input.ready()) {
        LockSupport.park(guest);
      }
    }
    return Optional.of(input.take());
  }

  /**
   * Lets time pass.
   *
   * @return false if the guest was asked to stop meanwhile
   */
  public boolean pause(long nanos) {
    long until = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = until - System.nanoTime()) {
      if (guest.stopping().interrupted()) {
        return false;
      }
      LockSupport.parkNanos(guest, left);
    }
    return true;
  }
}
