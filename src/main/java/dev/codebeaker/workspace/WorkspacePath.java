package dev.codebeaker.workspace;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import java.util.ArrayList;
import java.util.List;

/**
 * A path inside a workspace: relative, normalised, and unable to leave it. Parsing is the only way
 * to make one. {@code /workspace/a} and {@code a} are the same file.
 *
 * <p>This holds for the names; hostile code may plant links under them, so {@link Workspace} also
 * follows none.
 */
public record WorkspacePath(List<String> segments) {
  /** Where guests see the workspace. */
  public static final String MOUNT = "/workspace";

  public static final WorkspacePath ROOT = new WorkspacePath(List.of());

  private static final int MAX_SEGMENTS = 64;
  private static final int MAX_SEGMENT_BYTES = 255;

  public WorkspacePath {
    segments = List.copyOf(segments);
    for (String segment : segments) {
      if (!isName(segment)) {
        throw new IllegalArgumentException("not a file name: " + segment);
      }
    }
  }

  /**
   * @throws ServiceException {@code WORKSPACE_ESCAPE} if the path is absolute and not under {@code
   *     /workspace}, climbs above it, or holds a name that no file can have
   */
  public static WorkspacePath parse(String text) {
    String rest = text;
    if (rest.equals(MOUNT) || rest.startsWith(MOUNT + "/")) {
      rest = rest.substring(MOUNT.length());
      while (rest.startsWith("/")) {
        rest = rest.substring(1);
      }
    } else if (rest.startsWith("/")) {
      throw escape(text, "is absolute and outside " + MOUNT);
    }
    List<String> segments = new ArrayList<>();
    for (String segment : rest.split("/", -1)) {
      switch (segment) {
        case "", "." -> {}
        case ".." -> {
          if (segments.isEmpty()) {
            throw escape(text, "climbs above " + MOUNT);
          }
          segments.removeLast();
        }
        default -> {
          if (!isName(segment)) {
            throw escape(text, "holds a name that is too long or has a control character");
          }
          segments.add(segment);
        }
      }
    }
    if (segments.size() > MAX_SEGMENTS) {
      throw escape(text, "is deeper than " + MAX_SEGMENTS + " directories");
    }
    return new WorkspacePath(segments);
  }

  private static boolean isName(String segment) {
    return !segment.isEmpty()
        && !segment.equals(".")
        && !segment.equals("..")
        && segment.indexOf('/') < 0
        && segment.chars().noneMatch(c -> c < 0x20 || c == 0x7f)
        && segment.getBytes(java.nio.charset.StandardCharsets.UTF_8).length <= MAX_SEGMENT_BYTES;
  }

  private static ServiceException escape(String text, String why) {
    String shown = text.length() > 200 ? text.substring(0, 200) + "…" : text;
    return ServiceException.of(ErrorCode.WORKSPACE_ESCAPE, "the path '" + shown + "' " + why)
        .field("path")
        .fix("use a path relative to " + MOUNT + ", such as data/input.csv");
  }

  public boolean isRoot() {
    return segments.isEmpty();
  }

  /** The directory it is in. The root's is the root. */
  public WorkspacePath parent() {
    return isRoot() ? ROOT : new WorkspacePath(segments.subList(0, segments.size() - 1));
  }

  /** Its last segment; empty for the root. */
  public String name() {
    return isRoot() ? "" : segments.getLast();
  }

  /** As a guest sees it. */
  public String mounted() {
    return segments.isEmpty() ? MOUNT : MOUNT + "/" + this;
  }

  @Override
  public String toString() {
    return String.join("/", segments);
  }
}
