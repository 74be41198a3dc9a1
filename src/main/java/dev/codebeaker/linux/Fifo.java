package dev.codebeaker.linux;

import java.io.IOException;
import java.nio.file.Path;

/** A pipe with a name. It lies in a directory that only the service writes. */
public record Fifo(Path path) {
  /**
   * @param mode its permissions, whatever the service's umask
   */
  public static Fifo create(Path path, int mode) throws IOException {
    try (CallFrame frame = new CallFrame()) {
      var name = frame.text(path.toString());
      frame.checked(FileCalls.mkfifo(frame.errno(), name, mode), "mkfifo " + path);
      frame.checked(FileCalls.chmod(frame.errno(), name, mode), "chmod " + path);
    }
    return new Fifo(path);
  }

  /** Gives it to a user. */
  public void give(Identity owner) throws IOException {
    Ownership.give(path, owner);
  }

  /** Takes the name away; open ends stay. Does nothing if it is gone. */
  public void unlink() throws IOException {
    try (CallFrame frame = new CallFrame()) {
      int result = FileCalls.unlink(frame.errno(), frame.text(path.toString()));
      if (result < 0 && frame.error() != LinuxFailure.ENOENT) {
        throw LinuxFailure.of("unlink " + path, frame.error());
      }
    }
  }
}
