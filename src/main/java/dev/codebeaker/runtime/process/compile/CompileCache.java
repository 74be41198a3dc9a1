package dev.codebeaker.runtime.process.compile;

import dev.codebeaker.runtime.process.jail.FileTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compiled programs by what they were made of, the least recently used removed when they take more
 * than they may. Lives as long as the service, in a directory that no guest sees. Thread safe.
 */
public final class CompileCache {
  private final Path directory;
  private final long mostBytes;

  // guarded by this; in the order of their last use
  private final Map<String, Long> sizes = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  public CompileCache(Path directory, long mostBytes) {
    this.directory = directory;
    this.mostBytes = mostBytes;
  }

  public synchronized Optional<Path> find(String name) {
    return sizes.get(name) == null ? Optional.empty() : Optional.of(directory.resolve(name));
  }

  /**
   * Keeps a copy of what nobody writes to any more.
   *
   * @return the copy; it may be gone when other programs have been put
   */
  public synchronized Path put(String name, Path made) throws IOException {
    Path kept = directory.resolve(name);
    if (!sizes.containsKey(name)) {
      FileTree.copy(made, kept);
      long size = size(kept);
      sizes.put(name, size);
      bytes += size;
      makeRoom(name);
    }
    return kept;
  }

  private void makeRoom(String newest) throws IOException {
    Iterator<Map.Entry<String, Long>> oldest = sizes.entrySet().iterator();
    while (bytes > mostBytes && oldest.hasNext()) {
      Map.Entry<String, Long> entry = oldest.next();
      if (!entry.getKey().equals(newest)) {
        FileTree.remove(directory.resolve(entry.getKey()));
        bytes -= entry.getValue();
        oldest.remove();
      }
    }
  }

  private static long size(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      return files.filter(Files::isRegularFile).mapToLong(CompileCache::fileSize).sum();
    }
  }

  private static long fileSize(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
