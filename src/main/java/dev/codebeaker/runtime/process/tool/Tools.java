package dev.codebeaker.runtime.process.tool;

import java.nio.file.Path;
import java.util.List;

/** Where the programs of toolchains are. */
public interface Tools {
  /** All of that name, the first to be tried first; empty if there is none. */
  List<Tool> candidates(String name);

  /** What of the host a jail has to show for these tools beside the system's own directories. */
  List<Path> roots(List<Tool> tools);
}
