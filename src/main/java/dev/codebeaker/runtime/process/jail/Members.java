package dev.codebeaker.runtime.process.jail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The processes of a jail as the host sees them: the first one and what descends from it. */
final class Members {
  private Members() {}

  /** The children of a process, as numbered on the host; empty if it is gone. */
  static List<Long> childrenOf(long pid) {
    try {
      String text = Files.readString(Path.of("/proc/" + pid + "/task/" + pid + "/children"));
      List<Long> children = new ArrayList<>();
      for (String word : text.split(" ")) {
        if (!word.isBlank()) {
          children.add(Long.parseLong(word));
        }
      }
      return children;
    } catch (IOException goneOrNotOffered) {
      return ProcessHandle.of(pid).stream()
          .flatMap(ProcessHandle::children)
          .map(ProcessHandle::pid)
          .toList();
    }
  }

  /** A process and all that descends from it, parents first. */
  static List<Long> from(long pid) {
    List<Long> members = new ArrayList<>();
    Deque<Long> pending = new ArrayDeque<>(List.of(pid));
    while (!pending.isEmpty()) {
      long next = pending.remove();
      members.add(next);
      pending.addAll(childrenOf(next));
    }
    return members;
  }

  static Optional<ProcessHandle> handle(long pid) {
    return ProcessHandle.of(pid);
  }
}
