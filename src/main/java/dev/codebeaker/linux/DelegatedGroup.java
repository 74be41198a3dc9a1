package dev.codebeaker.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The service's own group in the second version. A group whose children are limited has no
 * processes beside them, so that the service moves to a leaf first; but only if the group was made
 * over to it and is not a part of what the machine's own service keeper arranges.
 */
final class DelegatedGroup {
  private static final String LEAF = "codebeaker";
  private static final String SUBTREE = "cgroup.subtree_control";
  private static final List<String> NEEDED = List.of("memory", "pids");

  /**
   * @param own the service's group
   * @param top whether it is all that can be seen, as in a container
   * @throws IOException if the kernel refuses what the files seemed to allow
   */
  static Optional<GroupRoot> open(Path own, boolean top) throws IOException {
    if (own.endsWith(LEAF)) {
      return open(own.resolve("..").normalize(), top);
    }
    List<String> controllers = words(own.resolve("cgroup.controllers"));
    boolean usable =
        controllers.containsAll(NEEDED)
            && Files.isWritable(own)
            && Files.isWritable(own.resolve(SUBTREE));
    if (!usable) {
      return Optional.empty();
    }
    GroupRoot root = new GroupRoot(new SecondVersionFiles(), places(own, controllers));
    if (!words(own.resolve(SUBTREE)).containsAll(NEEDED)) {
      if (!mayHaveProcessesBeside(own) && !root.places().processes().isEmpty()) {
        if (!top && !madeOver(own)) {
          return Optional.empty();
        }
        vacate(root.places());
      }
      root.files().open(root.places());
    }
    return Optional.of(root);
  }

  /** Moves whoever is in the group to a leaf of it. */
  static void vacate(GroupPlaces group) throws IOException {
    GroupPlaces leaf = group.child(LEAF);
    for (Path directory : leaf.distinct()) {
      Files.createDirectories(directory);
    }
    Patience.until("moving out of " + group.distinct(), () -> vacated(group, leaf));
  }

  private static boolean vacated(GroupPlaces group, GroupPlaces leaf) throws IOException {
    for (long process : group.processes()) {
      try {
        leaf.add(process);
      } catch (IOException failure) {
        if (group.processes().contains(process)) {
          throw failure;
        }
      }
    }
    return group.processes().isEmpty();
  }

  /** Only the machine's root group has no type, and it may. */
  private static boolean mayHaveProcessesBeside(Path own) {
    return !Files.exists(own.resolve("cgroup.type"));
  }

  private static boolean madeOver(Path own) throws IOException {
    boolean toSomeUser = (int) Files.getAttribute(own, "unix:uid") != 0;
    return toSomeUser
        || Files.getFileAttributeView(own, UserDefinedFileAttributeView.class)
            .list()
            .contains("delegate");
  }

  private static GroupPlaces places(Path own, List<String> controllers) {
    Map<GroupController, Path> places = new EnumMap<>(GroupController.class);
    for (GroupController controller : GroupController.values()) {
      if (controllers.contains(controller.kernelName())) {
        places.put(controller, own);
      }
    }
    return new GroupPlaces(places);
  }

  private static List<String> words(Path file) throws IOException {
    return Files.exists(file) ? List.of(Files.readString(file).strip().split("\\s+")) : List.of();
  }

  private DelegatedGroup() {}
}
