package dev.codebeaker.wire.rest;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much the requests that are not answered yet hold of the heap. One body is bounded by itself;
 * many at once would take all there is, from the requests that are small too.
 */
@Singleton
class BodiesInFlight {
  /** A body is there as bytes, as text and as what was read from it. */
  private static final int SHARE_OF_THE_HEAP = 6;

  private final AtomicLong held = new AtomicLong();
  private final long room;

  BodiesInFlight() {
    this(Runtime.getRuntime().maxMemory() / SHARE_OF_THE_HEAP);
  }

  BodiesInFlight(long room) {
    this.room = room;
  }

  /**
   * A body finds room when there is no other, however large it is.
   *
   * @throws ServiceException {@code TOO_MANY_CALLS}
   */
  void reserve(long bytes) {
    long before = held.getAndAdd(bytes);
    if (before > 0 && before + bytes > room) {
      held.addAndGet(-bytes);
      throw ServiceException.of(
              ErrorCode.TOO_MANY_CALLS, "the requests that run hold all room for bodies")
          .field("body")
          .fix("send it again a little later, or put large files as a stream");
    }
  }

  void release(long bytes) {
    held.addAndGet(-bytes);
  }
}
