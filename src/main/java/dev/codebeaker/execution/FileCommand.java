package dev.codebeaker.execution;

import dev.codebeaker.workspace.WorkspacePath;

/** A command on the files of a session; answered by its workspace, without starting anything. */
public sealed interface FileCommand extends Command {
  record WriteFile(WorkspacePath path, byte[] content) implements FileCommand {
    @Override
    public String type() {
      return "write_file";
    }
  }

  record AppendFile(WorkspacePath path, byte[] content) implements FileCommand {
    @Override
    public String type() {
      return "append_file";
    }
  }

  record ReadFile(WorkspacePath path) implements FileCommand {
    @Override
    public String type() {
      return "read_file";
    }
  }

  /** Deletes a file, or a directory with all that is in it if {@code recursive}. */
  record DeleteFile(WorkspacePath path, boolean recursive) implements FileCommand {
    @Override
    public String type() {
      return "delete_file";
    }
  }

  record CopyFile(WorkspacePath from, WorkspacePath to) implements FileCommand {
    @Override
    public String type() {
      return "copy_file";
    }
  }

  record MoveFile(WorkspacePath from, WorkspacePath to) implements FileCommand {
    @Override
    public String type() {
      return "move_file";
    }
  }

  /** Creates a directory and those above it. */
  record CreateDirectory(WorkspacePath path) implements FileCommand {
    @Override
    public String type() {
      return "create_directory";
    }
  }

  record ListDirectory(WorkspacePath path, boolean recursive) implements FileCommand {
    @Override
    public String type() {
      return "list_directory";
    }
  }
}
