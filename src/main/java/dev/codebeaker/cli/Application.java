package dev.codebeaker.cli;

import java.util.Map;

/** Starts the service for the length of one task, in this process. */
public interface Application {
  /** What is done while the service is up; answers the exit code. */
  @FunctionalInterface
  interface Task {
    int run(Service service) throws InterruptedException;
  }

  /** With everything a server has. */
  int listening(Map<String, String> settings, Task task);

  /** Without a port, without a word in the log. */
  int quietly(Task task);
}
