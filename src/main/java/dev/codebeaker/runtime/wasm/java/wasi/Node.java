package dev.codebeaker.runtime.wasm.java.wasi;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** A file, a directory, or something that is neither and is only ever seen by name. */
public abstract sealed class Node {
  private static final AtomicLong INODES = new AtomicLong(1);

  private final long inode = INODES.getAndIncrement();
  private long modifiedAt;
  private long accessedAt;

  Node(long timeNanos) {
    modifiedAt = timeNanos;
    accessedAt = timeNanos;
  }

  long inode() {
    return inode;
  }

  long modifiedAt() {
    return modifiedAt;
  }

  long accessedAt() {
    return accessedAt;
  }

  void touch(long modified, long accessed) {
    modifiedAt = modified;
    accessedAt = accessed;
  }

  /** As WASI numbers file types. */
  abstract int type();

  long size() {
    return 0;
  }

  /** A directory; its children are in order of their names, so that listings are stable. */
  public static final class Directory extends Node {
    private final TreeMap<String, Node> children = new TreeMap<>();
    private int depth;

    Directory(long timeNanos, int depth) {
      super(timeNanos);
      this.depth = depth;
    }

    int depth() {
      return depth;
    }

    /** How many levels of directories are below this one. */
    int height() {
      return directories().mapToInt(child -> child.height() + 1).max().orElse(0);
    }

    void moveTo(int newDepth) {
      depth = newDepth;
      directories().forEach(child -> child.moveTo(newDepth + 1));
    }

    private Stream<Directory> directories() {
      return children.values().stream()
          .filter(Directory.class::isInstance)
          .map(Directory.class::cast);
    }

    public Map<String, Node> children() {
      return children;
    }

    @Override
    int type() {
      return 3;
    }
  }

  /** A link, socket or device that someone put into the workspace: it can be removed, not used. */
  public static final class Opaque extends Node {
    Opaque(long timeNanos) {
      super(timeNanos);
    }

    @Override
    int type() {
      return 7;
    }
  }

  /** A regular file. */
  public static final class File extends Node {
    private final FileContent content;
    private int opened;
    private boolean removed;

    File(long timeNanos, FileContent content) {
      super(timeNanos);
      this.content = content;
    }

    public FileContent content() {
      return content;
    }

    void open() {
      opened++;
    }

    /** The last descriptor of a removed file frees it. */
    void close() {
      opened--;
      releaseUnused();
    }

    void remove() {
      removed = true;
      releaseUnused();
    }

    private void releaseUnused() {
      if (removed && opened == 0) {
        content.release();
      }
    }

    @Override
    long size() {
      return content.size();
    }

    @Override
    int type() {
      return 4;
    }
  }
}
