package dev.codebeaker.runtime.process;

import dev.codebeaker.runtime.ExecutionRuntime;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Runtimes as the service makes them, on what this machine has. Closing it ends what is open. */
public interface RuntimeRig extends AutoCloseable {
  /**
   * The runtime of that name. One with nothing available on this machine is reported as not run.
   * Where {@code CODEBEAKER_REQUIRED_RUNTIMES} names it, any language that it lacks is a failure,
   * or, of the host's, any of {@code CODEBEAKER_REQUIRED_LANGUAGES} if that is set.
   */
  ExecutionRuntime runtime(String name);

  /** Where its sessions have their files. */
  Path state();

  /** The command lines of what runs in its jails now, and perhaps of what confines that. */
  Stream<String> commandLines();

  @Override
  void close();
}
