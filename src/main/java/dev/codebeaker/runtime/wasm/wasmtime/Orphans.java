package dev.codebeaker.runtime.wasm.wasmtime;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Bytes of files that have no name any more but are held open, by all guests of a workspace: no
 * walk of the tree finds them. Noted at the end of each turn. Thread safe.
 */
final class Orphans {
  private static final Map<List<Path>, Map<Object, Long>> WORKSPACES = new HashMap<>();

  private final List<Path> roots;

  Orphans(List<Path> roots) {
    this.roots = List.copyOf(roots);
  }

  /** What this guest holds now. */
  void note(long bytes) {
    synchronized (WORKSPACES) {
      if (bytes > 0) {
        WORKSPACES.computeIfAbsent(roots, key -> new HashMap<>()).put(this, bytes);
      } else {
        forget();
      }
    }
  }

  /** What the other guests of the workspace hold. */
  long ofOthers() {
    synchronized (WORKSPACES) {
      return WORKSPACES.getOrDefault(roots, Map.of()).entrySet().stream()
          .filter(entry -> entry.getKey() != this)
          .mapToLong(Map.Entry::getValue)
          .sum();
    }
  }

  /** This guest holds nothing any more. */
  void forget() {
    synchronized (WORKSPACES) {
      Map<Object, Long> guests = WORKSPACES.get(roots);
      if (guests != null && guests.remove(this) != null && guests.isEmpty()) {
        WORKSPACES.remove(roots);
      }
    }
  }
}
