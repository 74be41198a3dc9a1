package dev.codebeaker.linux;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A process and all that descend from it. One whose parent has ended is no longer among them: where
 * that matters, a pid namespace, a control group or a {@link UserProcesses user} of its own holds
 * what this can not.
 */
public final class ProcessTree {
  private static final int KILL = 9;
  private static final int STOP = 19;
  private static final int MOST_ROUNDS = 100;

  private final ProcessEntry root;

  /**
   * @param root looked up while it was certainly the one meant
   */
  public ProcessTree(ProcessEntry root) {
    this.root = root;
  }

  /** The root, if it still runs, then all below it; those that are dead are left out. */
  public List<ProcessEntry> living() throws IOException {
    Map<Integer, List<ProcessEntry>> children =
        everyProcess().stream().collect(Collectors.groupingBy(ProcessEntry::parent));
    List<ProcessEntry> found = new ArrayList<>();
    Deque<ProcessEntry> open = new ArrayDeque<>();
    ProcessEntry.of(root.pid()).filter(root::isSameAs).ifPresent(open::add);
    while (!open.isEmpty()) {
      ProcessEntry next = open.remove();
      open.addAll(children.getOrDefault(next.pid(), List.of()));
      if (!next.dead()) {
        found.add(next);
      }
    }
    return found;
  }

  /**
   * Kills all of it. They are stopped before, until no unknown one turns up: a child born while its
   * parent is being killed would belong to somebody else afterwards.
   *
   * @return how many were killed; they end soon after
   */
  public int killAll() throws IOException {
    Map<Integer, ProcessEntry> stopped = new LinkedHashMap<>();
    for (int round = 0; round < MOST_ROUNDS; round++) {
      Map<Integer, ProcessEntry> unknown =
          living().stream().collect(Collectors.toMap(ProcessEntry::pid, Function.identity()));
      unknown.keySet().removeAll(stopped.keySet());
      if (unknown.isEmpty()) {
        break;
      }
      signal(unknown, STOP);
      stopped.putAll(unknown);
    }
    signal(stopped, KILL);
    return stopped.size();
  }

  private static void signal(Map<Integer, ProcessEntry> processes, int number) throws IOException {
    for (ProcessEntry process : processes.values()) {
      process.signal(number);
    }
  }

  private static List<ProcessEntry> everyProcess() throws IOException {
    List<ProcessEntry> all = new ArrayList<>();
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
      for (Path directory : directories) {
        ProcessEntry.of(Integer.parseInt(directory.getFileName().toString())).ifPresent(all::add);
      }
    }
    return all;
  }
}
