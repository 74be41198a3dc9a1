package dev.codebeaker.runtime.wasm.java.wasi;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * The files a guest sees: a tree in memory, so that no path a guest can spell leads to a file of
 * the host. It has no links; a path can therefore be followed by its names alone.
 */
public final class FileTree implements AutoCloseable {
  private static final int MAX_PATH_SEGMENTS = 64;
  private static final int MAX_NAME_CHARS = 255;

  private final FileQuota quota;
  private final Node.Directory root;

  public FileTree(FileQuota quota) {
    this.quota = quota;
    this.root = new Node.Directory(now(), 0);
  }

  public Node.Directory root() {
    return root;
  }

  /** Where a path ends: the directory that holds the last name, whether or not that exists. */
  record Place(Node.Directory parent, String name, boolean mustBeDirectory) {
    /** The directory the path started from. */
    boolean isStart() {
      return name.isEmpty();
    }

    Node node() {
      if (isStart()) {
        return parent;
      }
      Node found = parent.children().get(name);
      if (found == null) {
        throw Errno.NOENT.exception();
      }
      if (mustBeDirectory && !(found instanceof Node.Directory)) {
        throw Errno.NOTDIR.exception();
      }
      return found;
    }

    boolean exists() {
      return isStart() || parent.children().containsKey(name);
    }
  }

  Place find(Node.Directory from, String path) {
    if (path.startsWith("/")) {
      throw Errno.NOTCAPABLE.exception();
    }
    if (path.isEmpty()) {
      throw Errno.NOENT.exception();
    }
    List<String> names = names(path);
    Deque<Node.Directory> above = new ArrayDeque<>();
    above.push(from);
    String last = "";
    for (String name : names) {
      if (!last.isEmpty()) {
        above.push(directory(new Place(above.element(), last, true)));
      }
      last = name;
      if (name.equals("..")) {
        above.pop();
        if (above.isEmpty()) {
          throw Errno.NOTCAPABLE.exception();
        }
        last = "";
      }
    }
    return new Place(above.element(), last, path.endsWith("/") || path.endsWith("/."));
  }

  private static List<String> names(String path) {
    List<String> names = new ArrayList<>();
    for (String name : path.split("/")) {
      if (name.length() > MAX_NAME_CHARS || names.size() >= MAX_PATH_SEGMENTS) {
        throw Errno.NAMETOOLONG.exception();
      }
      if (name.chars().anyMatch(c -> c < 0x20 || c == 0x7f || c == 0xfffd)) {
        throw Errno.INVAL.exception();
      }
      if (!name.isEmpty() && !name.equals(".")) {
        names.add(name);
      }
    }
    return names;
  }

  private static Node.Directory directory(Place place) {
    return place.node() instanceof Node.Directory directory ? directory : notDirectory();
  }

  private static Node.Directory notDirectory() {
    throw Errno.NOTDIR.exception();
  }

  public Node.Directory addDirectory(Node.Directory parent, String name) {
    fits(parent.depth() + 1);
    return add(parent, name, new Node.Directory(now(), parent.depth() + 1));
  }

  Node.File addFile(Node.Directory parent, String name) {
    return add(parent, name, new Node.File(now(), new FileContent(quota)));
  }

  /** A file whose content is fetched when it is first used. */
  public Node.File addFile(
      Node.Directory parent, String name, long size, long timeNanos, Supplier<byte[]> source) {
    return add(parent, name, new Node.File(timeNanos, new FileContent(quota, size, source)));
  }

  public Node addOpaque(Node.Directory parent, String name) {
    return add(parent, name, new Node.Opaque(now()));
  }

  private <N extends Node> N add(Node.Directory parent, String name, N node) {
    quota.addEntry();
    parent.children().put(name, node);
    parent.touch(now(), parent.accessedAt());
    return node;
  }

  void remove(Place place) {
    Node removed = place.node();
    place.parent().children().remove(place.name());
    place.parent().touch(now(), place.parent().accessedAt());
    quota.removeEntry();
    if (removed instanceof Node.File file) {
      file.remove();
    }
  }

  /** Moves an entry within the tree; what stood at its new place is removed. */
  void move(Place from, Place to) {
    Node node = from.node();
    if (to.exists() && to.node() == node) {
      return;
    }
    if (node instanceof Node.Directory directory) {
      if (holds(directory, to.parent())) {
        throw Errno.INVAL.exception();
      }
      fits(to.parent().depth() + 1 + directory.height());
    }
    if (to.exists()) {
      replaceable(node, to.node());
      remove(to);
    }
    from.parent().children().remove(from.name());
    to.parent().children().put(to.name(), node);
    if (node instanceof Node.Directory directory) {
      directory.moveTo(to.parent().depth() + 1);
    }
  }

  private static void fits(int depth) {
    if (depth > MAX_PATH_SEGMENTS) {
      throw Errno.NAMETOOLONG.exception();
    }
  }

  private static void replaceable(Node moved, Node old) {
    if (old instanceof Node.Directory directory) {
      if (!(moved instanceof Node.Directory)) {
        throw Errno.ISDIR.exception();
      }
      if (!directory.children().isEmpty()) {
        throw Errno.NOTEMPTY.exception();
      }
    } else if (moved instanceof Node.Directory) {
      throw Errno.NOTDIR.exception();
    }
  }

  private static boolean holds(Node.Directory above, Node.Directory below) {
    return above == below
        || above.children().values().stream()
            .anyMatch(child -> child instanceof Node.Directory inner && holds(inner, below));
  }

  static long now() {
    return System.currentTimeMillis() * 1_000_000;
  }

  @Override
  public void close() {
    quota.close();
  }
}
