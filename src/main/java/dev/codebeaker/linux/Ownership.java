package dev.codebeaker.linux;

import java.nio.file.Path;

/** Who owns a file. */
final class Ownership {
  /** Follows no link in the last place. */
  static void give(Path path, Identity owner) throws LinuxFailure {
    try (CallFrame frame = new CallFrame()) {
      frame.checked(
          FileCalls.lchown(frame.errno(), frame.text(path.toString()), owner.user(), owner.group()),
          "lchown " + path);
    }
  }

  private Ownership() {}
}
