package dev.codebeaker.linux;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program to be started. It inherits nothing: its environment and its descriptors are these, its
 * signals have their default actions and none is blocked. Those of 0, 1 and 2 that are not named
 * are /dev/null.
 *
 * @param command the program's absolute path, then its arguments
 * @param environment complete
 * @param descriptors the child's number → what it is there; they stay open here, and the caller
 *     keeps them open until the start has returned
 * @param newSession whether it leads a session, and with it a process group, of its own; what is
 *     left in that group when it ends is killed
 * @param terminal opened as 0, 1 and 2; it becomes the new session's controlling terminal
 */
public record ProgramStart(
    List<String> command,
    Map<String, String> environment,
    Path directory,
    Map<Integer, Descriptor> descriptors,
    boolean newSession,
    Optional<Path> terminal) {
  private static final int MOST_DESCRIPTORS = 64;
  private static final int STANDARD = 3;

  public ProgramStart {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    descriptors = Map.copyOf(descriptors);
    require(!command.isEmpty() && command.getFirst().startsWith("/"), "command", "be absolute");
    require(directory.isAbsolute(), "directory", "be absolute");
    command.forEach(word -> require(word.indexOf('\0') < 0, "command", "have no NUL"));
    environment.forEach(ProgramStart::requireVariable);
    for (int number : descriptors.keySet()) {
      require(number >= 0 && number < MOST_DESCRIPTORS, "descriptors", "be from 0 to 63");
      require(terminal.isEmpty() || number >= STANDARD, "descriptors", "leave 0-2 to the terminal");
    }
    require(newSession || terminal.isEmpty(), "terminal", "come with a new session");
  }

  /** A program in a session of its own, without a terminal. */
  public static ProgramStart of(
      List<String> command,
      Map<String, String> environment,
      Path directory,
      Map<Integer, Descriptor> descriptors) {
    return new ProgramStart(command, environment, directory, descriptors, true, Optional.empty());
  }

  private static void requireVariable(String name, String value) {
    boolean valid = !name.isEmpty() && name.indexOf('=') < 0 && (name + value).indexOf('\0') < 0;
    require(valid, "environment", "have names without '=', and no NUL");
  }

  private static void require(boolean valid, String field, String rule) {
    if (!valid) {
      throw new IllegalArgumentException(field + " must " + rule);
    }
  }
}
