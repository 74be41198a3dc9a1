package dev.codebeaker.runtime.wasm.wasmtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * Bytes and names under the writable mounts of one guest: an upper bound that grows with what is
 * written and is made exact by walking the tree, at the first write of each turn, because others
 * write there between turns, and whenever the bound is reached.
 */
final class Quota {
  private final List<Path> roots;
  private final long maxBytes;
  private final int maxNames;
  private long bytes;
  private int names;
  private boolean known;

  Quota(List<Path> roots, long maxBytes, int maxNames) {
    this.roots = roots;
    this.maxBytes = maxBytes;
    this.maxNames = maxNames;
  }

  long maxBytes() {
    return maxBytes;
  }

  /** Others may have written. */
  void forget() {
    known = false;
  }

  /**
   * @param orphans bytes of files that have no name any more but are held open
   */
  boolean hasRoom(long more, java.util.function.LongSupplier orphans) {
    if (more < 0 || more > maxBytes) {
      return false;
    }
    if (!known || bytes + more > maxBytes) {
      walk(orphans.getAsLong());
    }
    return bytes + more <= maxBytes;
  }

  boolean hasRoomForName(java.util.function.LongSupplier orphans) {
    if (!known || names >= maxNames) {
      walk(orphans.getAsLong());
    }
    return names < maxNames;
  }

  void wrote(long more) {
    bytes += more;
  }

  void named() {
    names++;
  }

  private void walk(long orphans) {
    bytes = orphans;
    names = -roots.size();
    known = true;
    for (Path root : roots) {
      try {
        Files.walkFileTree(root, new Counter());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Follows no link. What vanishes while it is counted does not count. */
  private final class Counter extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      names++;
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      names++;
      bytes += attributes.isRegularFile() ? attributes.size() : 0;
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(
        Path directory, java.io.@org.jspecify.annotations.Nullable IOException e) {
      return FileVisitResult.CONTINUE;
    }
  }
}
