package dev.codebeaker.runtime.wasm.pack;

import java.nio.file.Path;
import java.util.List;

/** Whether the engine pack can be used. */
public sealed interface PackStatus {
  /**
   * @param provided whether it came with the machine (an image), and is not ours to change
   */
  record Installed(EnginePack pack, Path directory, boolean provided) implements PackStatus {}

  /** It is not there and can be installed. */
  record Absent(Path directory, long downloadBytes, long installedBytes) implements PackStatus {}

  /** It is there and not what it should be. */
  record Damaged(Path directory, List<String> problems) implements PackStatus {
    public Damaged {
      problems = List.copyOf(problems);
    }
  }

  /** There is none for this platform. */
  record Unsupported(Platform platform, List<String> supported) implements PackStatus {
    public Unsupported {
      supported = List.copyOf(supported);
    }
  }
}
