package dev.codebeaker.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where one group lies: a directory for each controller in the kernel's first version of control
 * groups, the same for all in the second.
 */
record GroupPlaces(Map<GroupController, Path> directories) {
  private static final String PROCESSES = "cgroup.procs";
  private static final String THREADS = "tasks";
  private static final String CALLER = "0";

  /** All in one directory. */
  static GroupPlaces unified(Path directory) {
    Map<GroupController, Path> all = new EnumMap<>(GroupController.class);
    for (GroupController controller : GroupController.values()) {
      all.put(controller, directory);
    }
    return new GroupPlaces(Map.copyOf(all));
  }

  boolean has(GroupController controller) {
    return directories.containsKey(controller);
  }

  Path file(GroupController controller, String name) {
    return Optional.ofNullable(directories.get(controller)).orElseThrow().resolve(name);
  }

  Set<Path> distinct() {
    return new LinkedHashSet<>(directories.values());
  }

  GroupPlaces child(String name) {
    return new GroupPlaces(
        directories.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, place -> place.getValue().resolve(name))));
  }

  GroupPlaces without(GroupController controller) {
    Map<GroupController, Path> rest = new EnumMap<>(directories);
    rest.remove(controller);
    return new GroupPlaces(Map.copyOf(rest));
  }

  /** The names of the groups below, wherever they are. */
  Set<String> children() throws IOException {
    Set<String> names = new TreeSet<>();
    for (Path directory : distinct()) {
      try (Stream<Path> entries = Files.list(directory)) {
        entries.filter(Files::isDirectory).forEach(e -> names.add(e.getFileName().toString()));
      } catch (NoSuchFileException absent) {
        // Made in some hierarchies only, or removed meanwhile.
      }
    }
    return names;
  }

  /** All of them or none; what was there before stays. */
  void create() throws IOException {
    List<Path> created = new ArrayList<>();
    try {
      for (Path directory : distinct()) {
        Files.createDirectory(directory);
        created.add(directory);
      }
    } catch (IOException failure) {
      for (Path directory : created) {
        Files.delete(directory);
      }
      throw failure;
    }
  }

  void add(long process) throws IOException {
    for (Path directory : distinct()) {
      write(directory.resolve(PROCESSES), Long.toString(process));
    }
  }

  /**
   * For a thread that moves itself the kernel (cgroup_procs_write_start) needs not wait until no
   * process is being born or ending anywhere, which for others takes milliseconds.
   */
  void addCallingThread() throws IOException {
    for (Path directory : distinct()) {
      write(directory.resolve(THREADS), CALLER);
    }
  }

  /** Processes with a number here; those of other PID namespaces have none. */
  Set<Long> processes() throws IOException {
    Set<Long> processes = new TreeSet<>();
    for (Path directory : distinct()) {
      try {
        Files.readString(directory.resolve(PROCESSES))
            .lines()
            .map(Long::valueOf)
            .filter(number -> number > 0)
            .forEach(processes::add);
      } catch (NoSuchFileException absent) {
        // Made in some hierarchies only, or removed meanwhile.
      }
    }
    return processes;
  }

  /** Whether there are none; it looks no further than to the first place that has some. */
  boolean isEmpty() throws IOException {
    for (Path directory : distinct()) {
      try {
        if (!Files.readString(directory.resolve(PROCESSES)).isEmpty()) {
          return false;
        }
      } catch (NoSuchFileException absent) {
        // Made in some hierarchies only, or removed meanwhile.
      }
    }
    return true;
  }

  /** The kernel keeps a group for a moment after its last process has ended. */
  void remove() throws IOException {
    for (Path directory : distinct()) {
      Patience.until("removing " + directory, () -> removed(directory));
    }
  }

  private static boolean removed(Path directory) throws IOException {
    try {
      Files.deleteIfExists(directory);
      return true;
    } catch (IOException busy) {
      if (Files.isDirectory(directory)) {
        return false;
      }
      throw busy;
    }
  }

  static void write(Path file, String value) throws IOException {
    Files.writeString(file, value);
  }
}
