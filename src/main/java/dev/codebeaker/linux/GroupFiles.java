package dev.codebeaker.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** What the files of a group are called and mean, in the kernel's two versions. */
sealed interface GroupFiles permits FirstVersionFiles, SecondVersionFiles {
  /** One that is there in each group, may be opened to write, and can be locked. */
  Path lockFile(GroupPlaces group);

  void limit(GroupPlaces group, GroupLimits limits) throws IOException;

  /** Lets groups be made, with their limits, below this one. */
  void open(GroupPlaces parent) throws IOException;

  /** Whether a thread can be in another group than its process. */
  boolean takesThreads();

  Optional<Duration> cpuTime(GroupPlaces group) throws IOException;

  OptionalLong peakMemoryBytes(GroupPlaces group) throws IOException;

  boolean killedForMemory(GroupPlaces group) throws IOException;

  /**
   * One round; processes that were being made meanwhile may be left.
   *
   * @param again whether a round before did not do
   */
  void killOnce(GroupPlaces group, boolean again) throws IOException;

  /** The value beside a name in a file of names and values. */
  static OptionalLong value(Path file, String name) throws IOException {
    return Files.readString(file)
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
        .findFirst();
  }

  static long number(Path file) throws IOException {
    return Long.parseLong(Files.readString(file).strip());
  }

  static void writeIfThere(Path file, String value) throws IOException {
    if (Files.exists(file)) {
      GroupPlaces.write(file, value);
    }
  }
}
