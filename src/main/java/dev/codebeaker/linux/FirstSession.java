package dev.codebeaker.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.CompletableFuture;

/**
 * Grants the first session that is asked for under a filter, and is deaf afterwards: the kernel
 * then refuses all further ones. A program that leads a session can be killed with all that it
 * started, because nothing of it gets into another process group.
 *
 * <p>A filter is inherited before the session is made, so it can not refuse sessions by itself. The
 * thread that answers is started before, and is not confined.
 */
final class FirstSession implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 10;
  private static final int NONE = -1;

  private static final long RECEIVE = 0xc0502100L;
  private static final long SEND = 0xc0182101L;
  private static final int QUESTION_BYTES = 80;
  private static final int ANSWER_BYTES = 24;
  private static final int ANSWER_FLAGS = 20;
  private static final int LET_IT = 1;

  private static final int POLL_BYTES = 8;
  private static final int POLL_ANSWER = 6;
  private static final short READABLE = 1;

  private final CompletableFuture<Integer> listener = new CompletableFuture<>();

  private FirstSession() {}

  /** By a platform thread: who is confined must wake no virtual one. */
  static FirstSession awaited() {
    FirstSession session = new FirstSession();
    Thread.ofPlatform().daemon().name("first-session").start(session::grant);
    return session;
  }

  /**
   * @param descriptor the filter's listener, which is closed here
   */
  void grantTo(int descriptor) {
    listener.complete(descriptor);
  }

  /** Nobody will ask unless there is a filter already. */
  @Override
  public void close() {
    listener.complete(NONE);
  }

  private void grant() {
    int descriptor = listener.join();
    if (descriptor == NONE) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      if (isAsked(arena, descriptor)) {
        answer(arena, descriptor);
      }
    } catch (LinuxFailure gone) {
      // Who asked has ended meanwhile, or is refused when nobody listens: its start fails then.
    } finally {
      close(descriptor);
    }
  }

  private static void close(int descriptor) {
    try {
      Syscall.call(SystemCall.CLOSE, descriptor);
    } catch (LinuxFailure impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** False if who could ask has ended, or does not ask in time. */
  private static boolean isAsked(Arena arena, int descriptor) throws LinuxFailure {
    MemorySegment poll = arena.allocate(POLL_BYTES, Integer.BYTES);
    poll.set(ValueLayout.JAVA_INT, 0, descriptor);
    poll.set(ValueLayout.JAVA_SHORT, Integer.BYTES, READABLE);
    MemorySegment patience = arena.allocate(2 * Long.BYTES, Long.BYTES);
    patience.set(ValueLayout.JAVA_LONG, 0, PATIENCE_SECONDS);
    Syscall.call(SystemCall.PPOLL, poll.address(), 1, patience.address(), 0, 0);
    return (poll.get(ValueLayout.JAVA_SHORT, POLL_ANSWER) & READABLE) != 0;
  }

  /** The answer begins as the question does: with the number of what is asked. */
  private static void answer(Arena arena, int descriptor) throws LinuxFailure {
    MemorySegment question = arena.allocate(QUESTION_BYTES, Long.BYTES);
    Syscall.call(SystemCall.IOCTL, descriptor, RECEIVE, question.address());
    MemorySegment answer = arena.allocate(ANSWER_BYTES, Long.BYTES);
    answer.set(ValueLayout.JAVA_LONG, 0, question.get(ValueLayout.JAVA_LONG, 0));
    answer.set(ValueLayout.JAVA_INT, ANSWER_FLAGS, LET_IT);
    Syscall.call(SystemCall.IOCTL, descriptor, SEND, answer.address());
  }
}
