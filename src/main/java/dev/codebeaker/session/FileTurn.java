package dev.codebeaker.session;

import dev.codebeaker.execution.FileCommand;
import dev.codebeaker.workspace.Workspace;

/** File commands, answered by the workspace. */
final class FileTurn {
  private static final CommandResult DONE = new CommandResult.Done();

  private FileTurn() {}

  static CommandResult perform(FileCommand command, Workspace files) {
    switch (command) {
      case FileCommand.WriteFile(var path, byte[] content) -> files.write(path, content);
      case FileCommand.AppendFile(var path, byte[] content) -> files.append(path, content);
      case FileCommand.ReadFile(var path) -> {
        return new CommandResult.Content(files.read(path));
      }
      case FileCommand.DeleteFile(var path, boolean recursive) -> files.delete(path, recursive);
      case FileCommand.CopyFile(var from, var to) -> files.copy(from, to);
      case FileCommand.MoveFile(var from, var to) -> files.move(from, to);
      case FileCommand.CreateDirectory(var path) -> files.makeDirectory(path);
      case FileCommand.ListDirectory(var path, boolean recursive) -> {
        return new CommandResult.Listing(files.list(path, recursive));
      }
    }
    return DONE;
  }
}
