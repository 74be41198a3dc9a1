package dev.codebeaker.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The control groups of one instance of the service, below the group the service itself is in, so
 * that what limits the service limits them. Thread safe.
 */
public final class ControlGroups implements AutoCloseable {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,100}");
  private static final String PREFIX = "codebeaker.";

  private final GroupFiles files;
  private final GroupPlaces service;
  private final String prefix;
  private final GroupPlaces own;

  private ControlGroups(GroupFiles files, GroupPlaces service, String prefix, GroupPlaces own) {
    this.files = files;
    this.service = service;
    this.prefix = prefix;
    this.own = own;
  }

  /**
   * Finds where groups can be made and makes the instance's own, in which its others lie.
   *
   * @param family names the instances that know of each other's lives; only theirs are swept
   * @param instance names the instance in its family
   * @return empty if the machine has no control groups of memory and processes that may be written
   */
  public static Optional<ControlGroups> open(String family, String instance)
      throws IOException {
    Optional<GroupRoot> root = GroupRoot.find(Path.of("/proc/self"));
    return root.isEmpty() ? Optional.empty() : Optional.of(open(root.get(), family, instance));
  }

  static ControlGroups open(GroupRoot root, String family, String instance) throws IOException {
    String prefix = PREFIX + checked(family) + ".";
    GroupPlaces own = root.places().child(prefix + checked(instance));
    own.create();
    root.files().open(own);
    return new ControlGroups(root.files(), root.places(), prefix, own);
  }

  /**
   * @param name the group's among the instance's
   * @throws IOException if there is such a group, or the kernel refuses
   */
  public ControlGroup create(String name, GroupLimits limits) throws IOException {
    GroupPlaces places = own.child(checked(name));
    places.create();
    ControlGroup group = new ControlGroup(files, places);
    try {
      files.limit(places, limits);
      return group;
    } catch (IOException failure) {
      group.close();
      throw failure;
    }
  }

  /**
   * Kills and removes what instances of this family have left behind.
   *
   * @param living the instances that still run; this one need not be among them
   */
  public void sweep(Set<String> living) throws IOException {
    for (String name : service.children()) {
      GroupPlaces instance = service.child(name);
      if (name.startsWith(prefix)
          && !living.contains(name.substring(prefix.length()))
          && !instance.equals(own)) {
        remove(instance);
      }
    }
  }

  /** Kills what is left in the instance's groups and removes them. May be called again. */
  @Override
  public void close() throws IOException {
    remove(own);
  }

  private void remove(GroupPlaces instance) throws IOException {
    for (String name : instance.children()) {
      new ControlGroup(files, instance.child(name)).close();
    }
    new ControlGroup(files, instance).close();
  }

  private static String checked(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a control group's name is of letters, digits, - and _, not '" + name + "'");
    }
    return name;
  }
}
