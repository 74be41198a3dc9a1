package dev.codebeaker.runtime.wasm.worker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** Starts worker processes. Thread safe. */
public interface WorkerLauncher extends AutoCloseable {
  /**
   * Starts one and does not wait for it.
   *
   * @param sockets the directory for its connections
   * @param sessions the directory that the files of its sessions are in
   */
  Started start(Path sockets, Path sessions) throws IOException;

  /** When all it has started have ended. */
  @Override
  void close();

  /** A process that was started. */
  interface Started {
    long pid();

    /** Completes when it has ended, with how it did, as the end of a sentence about it. */
    CompletableFuture<String> ended();

    /** Ends it at once; does nothing if it has ended. */
    void kill();
  }
}
