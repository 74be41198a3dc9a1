package dev.codebeaker.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The control groups of one instance of the service, below the group the service itself is in, so
 * that what limits the service limits them. Thread safe.
 */
public final class ControlGroups implements AutoCloseable {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,100}");
  private static final String PREFIX = "codebeaker-";

  private final GroupFiles files;
  private final GroupPlaces service;
  private final GroupPlaces own;
  private final GroupLock lock;

  private ControlGroups(GroupFiles files, GroupPlaces service, GroupPlaces own, GroupLock lock) {
    this.files = files;
    this.service = service;
    this.own = own;
    this.lock = lock;
  }

  /**
   * Finds where groups can be made and makes the instance's own, in which its others lie.
   *
   * @param instance names the instance among all that may run below the same group
   * @return empty if the machine has no control groups of memory and processes that may be written
   */
  public static Optional<ControlGroups> open(String instance) throws IOException {
    Optional<GroupRoot> root = GroupRoot.find(Path.of("/proc/self"));
    return root.isEmpty() ? Optional.empty() : Optional.of(open(root.get(), instance));
  }

  /**
   * The group that another process is in, to be read: whoever made it removes it.
   *
   * @return empty if its memory is not counted, or that can not be seen from here
   */
  public static Optional<ControlGroup> of(long process) throws IOException {
    GroupMounts mounts = GroupMounts.read(Path.of("/proc/self"), Path.of("/proc/" + process));
    GroupPlaces places = mounts.separate();
    if (places.has(GroupController.MEMORY) && places.has(GroupController.PIDS)) {
      return Optional.of(new ControlGroup(new FirstVersionFiles(), places, places));
    }
    return mounts
        .unified()
        .map(own -> GroupPlaces.unified(own.group()))
        .map(all -> new ControlGroup(new SecondVersionFiles(), all, all));
  }

  static ControlGroups open(GroupRoot root, String instance) throws IOException {
    GroupPlaces own = root.places().child(PREFIX + checked(instance));
    GroupLock lock = create(root, own);
    try {
      root.files().open(own);
      return new ControlGroups(root.files(), root.places(), own, lock);
    } catch (IOException failure) {
      lock.close();
      own.remove();
      throw failure;
    }
  }

  /** Nobody sweeps between the making and the locking. */
  private static synchronized GroupLock create(GroupRoot root, GroupPlaces own) throws IOException {
    try (GroupLock gate = GroupLock.await(root.files().lockFile(root.places()))) {
      own.create();
      return GroupLock.take(root.files().lockFile(own));
    }
  }

  /**
   * @param name the group's among the instance's
   * @throws IOException if there is such a group, or the kernel refuses
   */
  public ControlGroup create(String name, GroupLimits limits) throws IOException {
    GroupPlaces child = own.child(checked(name));
    GroupPlaces places = limits.dealsOutTime() ? child : child.without(GroupController.CPU);
    places.create();
    ControlGroup group = new ControlGroup(files, places, service);
    try {
      files.limit(places, limits);
      return group;
    } catch (IOException failure) {
      group.close();
      throw failure;
    }
  }

  /** Kills and removes what instances that are dead have left behind. */
  public void sweep() throws IOException {
    synchronized (ControlGroups.class) {
      try (GroupLock gate = GroupLock.await(files.lockFile(service))) {
        for (String name : service.children()) {
          if (name.startsWith(PREFIX) && isDead(service.child(name))) {
            remove(service.child(name));
          }
        }
      }
    }
  }

  /**
   * Controllers may have the service in groups of different depth: an instance that is a neighbour
   * for some of them only has its lock elsewhere, and nobody here knows whether it lives.
   */
  private boolean isDead(GroupPlaces instance) throws IOException {
    Path lockFile = files.lockFile(instance);
    return Files.exists(lockFile) && !GroupLock.isHeld(lockFile);
  }

  /** Kills what is left in the instance's groups and removes them. May be called again. */
  @Override
  public void close() throws IOException {
    remove(own);
    lock.close();
  }

  private void remove(GroupPlaces instance) throws IOException {
    for (String name : instance.children()) {
      new ControlGroup(files, instance.child(name), service).close();
    }
    new ControlGroup(files, instance, service).close();
  }

  private static String checked(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a control group's name is of letters, digits, - and _, not '" + name + "'");
    }
    return name;
  }
}
