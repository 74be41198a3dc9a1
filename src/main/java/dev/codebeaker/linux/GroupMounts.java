package dev.codebeaker.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a process' own groups lie in the file system, from what the kernel tells of it. */
final class GroupMounts {
  /** A mounted hierarchy: its controllers, which part of it is mounted, and where. */
  private record Mount(String type, List<String> controllers, String root, Path place) {}

  /** A process' group, and whether it is the topmost that can be seen. */
  record Own(Path group, boolean top) {}

  private final List<Mount> mounts;
  private final List<String> memberships;

  private GroupMounts(List<Mount> mounts, List<String> memberships) {
    this.mounts = mounts;
    this.memberships = memberships;
  }

  /**
   * @param process its directory below /proc
   */
  static GroupMounts read(Path process) throws IOException {
    return read(process, process);
  }

  /** Where another process' groups lie in this one's file system. */
  static GroupMounts read(Path process, Path other) throws IOException {
    return new GroupMounts(
        Files.readAllLines(process.resolve("mountinfo")).stream()
            .map(GroupMounts::mount)
            .flatMap(Optional::stream)
            .toList(),
        Files.readAllLines(other.resolve("cgroup")));
  }

  /** The own group in the second version's hierarchy. */
  Optional<Own> unified() {
    return mounts.stream()
        .filter(mount -> mount.type().equals("cgroup2"))
        .findFirst()
        .map(mount -> own(mount, place(mount, "")));
  }

  /** The own groups in the first version's hierarchies. */
  GroupPlaces separate() {
    Map<GroupController, Path> places = new EnumMap<>(GroupController.class);
    for (GroupController controller : GroupController.values()) {
      String name = controller.kernelName();
      mounts.stream()
          .filter(mount -> mount.type().equals("cgroup") && mount.controllers().contains(name))
          .findFirst()
          .ifPresent(mount -> places.put(controller, place(mount, name)));
    }
    return new GroupPlaces(places);
  }

  private static Own own(Mount mount, Path group) {
    return new Own(group, group.equals(mount.place()));
  }

  /** In a container a part of the hierarchy may be mounted, and the membership name the whole. */
  private Path place(Mount mount, String controller) {
    String membership =
        memberships.stream()
            .map(line -> line.split(":", 3))
            .filter(parts -> Arrays.asList(parts[1].split(",")).contains(controller))
            .map(parts -> parts[2])
            .findFirst()
            .orElse(mount.root());
    Path root = Path.of(mount.root());
    Path own = Path.of(membership);
    return own.startsWith(root)
        ? mount.place().resolve(root.relativize(own).toString()).normalize()
        : mount.place();
  }

  /** number parent device root place options… - type source controllers. */
  private static Optional<Mount> mount(String line) {
    String[] halves = line.split(" - ", 2);
    String[] where = halves[0].split(" ");
    String[] what = halves[1].split(" ");
    return what[0].startsWith("cgroup")
        ? Optional.of(
            new Mount(
                what[0],
                Arrays.asList(what[2].split(",")),
                unescaped(where[3]),
                Path.of(unescaped(where[4]))))
        : Optional.empty();
  }

  /** Blanks are written as octal numbers. */
  private static String unescaped(String text) {
    return text.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
  }
}
