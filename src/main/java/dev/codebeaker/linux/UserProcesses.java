package dev.codebeaker.linux;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** All processes of a user that has none but those of one jail. */
public final class UserProcesses {
  private static final int KILL = 9;
  private static final int EVERY_PROCESS = -1;

  private final Identity identity;

  /**
   * @throws IllegalArgumentException if it is the service's own user
   */
  public UserProcesses(Identity identity) throws IOException {
    if (identity.user() == ThreadIdentity.ownUser()) {
      throw new IllegalArgumentException(
          "user " + identity.user() + " is the service's own, and may have other processes");
    }
    this.identity = identity;
  }

  /**
   * Kills all of them at once, so that none can escape by starting another. A thread of its own
   * takes the user's identity for it: then the kernel itself keeps others out of it.
   *
   * @throws LinuxFailure EPERM if the service may not become that user
   */
  public void kill() throws IOException {
    CompletableFuture<Void> killed = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform().daemon().name("user-" + identity.user()).start(() -> kill(killed));
    Threads.join(thread);
    try {
      killed.join();
    } catch (CompletionException failure) {
      throw new IOException(
          "the processes of user " + identity.user() + " were not killed", failure.getCause());
    }
  }

  private void kill(CompletableFuture<Void> killed) {
    try (CallFrame frame = new CallFrame()) {
      try (ThreadIdentity taken = ThreadIdentity.take(identity)) {
        int result = ProcessCalls.kill(frame.errno(), EVERY_PROCESS, KILL);
        // ESRCH: there was nobody to kill.
        if (result < 0 && frame.error() != LinuxFailure.ESRCH) {
          throw LinuxFailure.of("kill the processes of user " + identity.user(), frame.error());
        }
      }
      killed.complete(null);
    } catch (IOException | RuntimeException failure) {
      killed.completeExceptionally(failure);
    }
  }
}
