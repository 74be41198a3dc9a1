package dev.codebeaker.runtime.process.jail;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What processes keep open and nobody finds by a name: files that were removed, which go on taking
 * their room. One that is only mapped, or under way in a socket, is not seen.
 */
public final class UnlinkedFiles {
  private static final String OF_MEMORY = "/memfd:";
  private static final String ATTRIBUTES = "unix:nlink,size,dev,ino,isRegularFile";

  private long bytes;
  private final boolean withMemory;
  private final Set<Object> seen = new HashSet<>();

  private UnlinkedFiles(boolean withMemory) {
    this.withMemory = withMemory;
  }

  /**
   * @param withMemory whether files that never had a name, and lie in memory, count too
   * @return how many bytes they take together
   */
  public static long bytes(Collection<Long> processes, boolean withMemory) {
    UnlinkedFiles files = new UnlinkedFiles(withMemory);
    processes.forEach(files::look);
    return files.bytes;
  }

  private void look(long process) {
    Path descriptors = Path.of("/proc/" + process + "/fd");
    try (DirectoryStream<Path> all = Files.newDirectoryStream(descriptors)) {
      for (Path descriptor : all) {
        add(descriptor);
      }
    } catch (IOException gone) {
      // It has nothing open any more.
    }
  }

  private void add(Path descriptor) {
    try {
      String name = Files.readSymbolicLink(descriptor).toString();
      if (!name.endsWith(" (deleted)") || (!withMemory && name.startsWith(OF_MEMORY))) {
        return;
      }
      Map<String, Object> file = Files.readAttributes(descriptor, ATTRIBUTES);
      if (file.get("nlink") instanceof Integer links
          && links == 0
          && Boolean.TRUE.equals(file.get("isRegularFile"))
          && seen.add(file.get("dev") + " " + file.get("ino"))
          && file.get("size") instanceof Long size) {
        bytes += size;
      }
    } catch (IOException closed) {
      // Meanwhile.
    }
  }
}
