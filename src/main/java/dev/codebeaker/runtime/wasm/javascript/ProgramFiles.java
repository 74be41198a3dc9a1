package dev.codebeaker.runtime.wasm.javascript;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.workspace.FileEntry;
import dev.codebeaker.workspace.Workspace;
import dev.codebeaker.workspace.WorkspacePath;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Supplier;

/**
 * The files of a workspace for {@code require("fs")}: every call goes the way of the session's own
 * file commands, which follow no link and count to the quota.
 */
public final class ProgramFiles {
  private static final Map<ErrorCode, String> CODES =
      Map.of(
          ErrorCode.FILE_NOT_FOUND, "ENOENT",
          ErrorCode.WORKSPACE_FULL, "ENOSPC",
          ErrorCode.WORKSPACE_ESCAPE, "EACCES",
          ErrorCode.FILE_CONFLICT, "EEXIST",
          ErrorCode.TOO_LARGE, "EFBIG");

  private final Supplier<Workspace> workspace;

  public ProgramFiles(Workspace workspace) {
    this.workspace = () -> workspace;
  }

  private ProgramFiles() {
    this.workspace =
        () -> {
          throw ServiceException.of(ErrorCode.FILE_NOT_FOUND, "there are no files here");
        };
  }

  /** For what runs in no workspace: there is no file, and none can be made. */
  public static ProgramFiles none() {
    return new ProgramFiles();
  }

  /** What a call answers. */
  public sealed interface Reply {
    record Text(String text) implements Reply {}

    record Content(byte[] bytes) implements Reply {}
  }

  /** The refusal as Node words it: a code, and a sentence. */
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String code, String message) {
      super("!" + code + " " + message, null, false, false);
    }
  }

  /**
   * @param call its name in the prelude
   * @param path as the program gave it
   * @param option of the call: whether it is recursive, or another path
   * @param data to be written
   */
  public Reply call(String call, String path, String option, byte[] data) {
    try {
      WorkspacePath at = WorkspacePath.parse(path);
      return switch (call) {
        case "read" -> new Reply.Content(read(at));
        case "write" -> done(() -> workspace.get().write(at, data));
        case "append" -> done(() -> workspace.get().append(at, data));
        case "list" -> new Reply.Text("+" + list(at, !option.isEmpty()));
        case "stat" -> new Reply.Text("+" + json(at, required(at)));
        case "mkdir" -> makeDirectory(at, !option.isEmpty());
        case "remove", "rmdir", "unlink" -> remove(call, at, !option.isEmpty());
        case "rename" -> done(() -> workspace.get().move(at, WorkspacePath.parse(option)));
        default -> throw new Refused("ENOSYS", "function not implemented");
      };
    } catch (Refused e) {
      return new Reply.Text(String.valueOf(e.getMessage()));
    } catch (ServiceException e) {
      return new Reply.Text("!" + code(e) + " " + e.getMessage());
    }
  }

  /** A whole file, or empty where there is none that may be read. */
  public Optional<byte[]> source(WorkspacePath path) {
    try {
      return Optional.of(workspace.get().read(path));
    } catch (ServiceException e) {
      return Optional.empty();
    }
  }

  public boolean isFile(WorkspacePath path) {
    try {
      return workspace.get().find(path).filter(e -> e.kind() == FileEntry.Kind.FILE).isPresent();
    } catch (ServiceException e) {
      return false;
    }
  }

  private byte[] read(WorkspacePath at) throws Refused {
    if (required(at).kind() == FileEntry.Kind.DIRECTORY) {
      throw new Refused("EISDIR", "illegal operation on a directory");
    }
    return workspace.get().read(at);
  }

  private FileEntry required(WorkspacePath at) throws Refused {
    return workspace
        .get()
        .find(at)
        .orElseThrow(() -> new Refused("ENOENT", "no such file or directory"));
  }

  private Reply makeDirectory(WorkspacePath at, boolean recursive) throws Refused {
    if (!recursive) {
      if (workspace.get().find(at).isPresent()) {
        throw new Refused("EEXIST", "file already exists");
      }
      required(at.parent());
    }
    return done(() -> workspace.get().makeDirectory(at));
  }

  private Reply remove(String call, WorkspacePath at, boolean recursive) throws Refused {
    boolean directory = required(at).kind() == FileEntry.Kind.DIRECTORY;
    if (directory && call.equals("unlink")) {
      throw new Refused("EPERM", "operation not permitted");
    }
    if (directory && !recursive && call.equals("remove")) {
      throw new Refused("ERR_FS_EISDIR", "path is a directory");
    }
    if (!directory && call.equals("rmdir")) {
      throw new Refused("ENOTDIR", "not a directory");
    }
    return done(() -> workspace.get().delete(at, recursive));
  }

  private String list(WorkspacePath at, boolean recursive) throws Refused {
    if (required(at).kind() != FileEntry.Kind.DIRECTORY) {
      throw new Refused("ENOTDIR", "not a directory");
    }
    List<FileEntry> entries = workspace.get().list(at, recursive);
    StringJoiner all = new StringJoiner(",", "[", "]");
    entries.forEach(entry -> all.add(json(at, entry)));
    return all.toString();
  }

  private static String json(WorkspacePath from, FileEntry entry) {
    List<String> segments = entry.path().segments();
    int above = Math.min(from.segments().size(), segments.size());
    return Json.object(
        "name", Json.string(String.join("/", segments.subList(above, segments.size()))),
        "kind", Json.string(entry.kind().label()),
        "size", Long.toString(entry.bytes()),
        "modified", Long.toString(entry.modifiedAt().toEpochMilli()));
  }

  private static Reply done(Runnable work) {
    work.run();
    return new Reply.Text("+");
  }

  private static String code(ServiceException refusal) {
    return CODES.getOrDefault(refusal.code(), "EIO");
  }
}
