package dev.codebeaker.runtime.process.jail;

import dev.codebeaker.linux.ProcessEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The processes of a jail as the host sees them: the first one and what descends from it. */
final class Members {
  private static final int SESSION = 3;

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

  /**
   * The program that runs in a jail, its own process first, and all that descends from that.
   *
   * @param first the jail's
   * @param supervisorDepth how many generations below that the supervisor is
   */
  static List<Long> ofProgram(long first, int supervisorDepth) {
    long supervisor = first;
    for (int level = 0; level < supervisorDepth; level++) {
      supervisor = childrenOf(supervisor).stream().findFirst().orElse(-1L);
    }
    List<Long> members = from(supervisor);
    return members.subList(Math.min(1, members.size()), members.size());
  }

  /** Sends a signal to those that still live. */
  static void signal(List<Long> members, int number) throws IOException {
    for (long pid : members) {
      Optional<ProcessEntry> process = ProcessEntry.of((int) pid);
      if (process.isPresent()) {
        process.get().signal(number);
      }
    }
  }

  /** Those of the machine's processes that belong. */
  static List<Long> all(Belonging belonging) {
    List<Long> all = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
      for (Path process : processes) {
        long pid = Long.parseLong(process.getFileName().toString());
        if (belongs(belonging, pid)) {
          all.add(pid);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the machine's processes can not be listed", e);
    }
    return all;
  }

  /** False, too, of one that is gone. */
  static boolean belongs(Belonging belonging, long pid) {
    try {
      return belonging.holds(pid);
    } catch (IOException gone) {
      return false;
    }
  }

  /** Which session a process is in: the number of its first process. */
  static long sessionOf(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
    return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[SESSION]);
  }

  static long userOf(long pid) throws IOException {
    return ((Integer) Files.getAttribute(Path.of("/proc/" + pid), "unix:uid")).longValue();
  }

  static int threads(long pid) {
    String[] tasks = Path.of("/proc/" + pid + "/task").toFile().list();
    return tasks == null ? 0 : tasks.length;
  }

  static Optional<ProcessHandle> handle(long pid) {
    return ProcessHandle.of(pid);
  }
}
