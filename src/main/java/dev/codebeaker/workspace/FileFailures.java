package dev.codebeaker.workspace;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** The failures of file commands, each with the path and what to do about it. */
final class FileFailures {
  private FileFailures() {}

  static ServiceException notFound(String path) {
    return at(ErrorCode.FILE_NOT_FOUND, path, "does not exist")
        .fix("list the directory to see what is there");
  }

  static ServiceException isDirectory(String path) {
    return at(ErrorCode.FILE_CONFLICT, path, "is a directory")
        .fix("name a file, or list or delete the directory");
  }

  static ServiceException notDirectory(String path) {
    return at(ErrorCode.FILE_CONFLICT, path, "is a file, not a directory")
        .fix("name a directory, or delete the file first");
  }

  static ServiceException notEmpty(String path) {
    return at(ErrorCode.FILE_CONFLICT, path, "is a directory that is not empty")
        .fix("set recursive to true to delete it with all that is in it");
  }

  static ServiceException isLink(String path) {
    return at(ErrorCode.WORKSPACE_ESCAPE, path, "is a link, and links are never followed")
        .fix("delete the link, or name the file it points to");
  }

  static ServiceException notRegular(String path) {
    return at(ErrorCode.FILE_CONFLICT, path, "is neither a file nor a directory")
        .fix("only files and directories can be used; it can be deleted");
  }

  static ServiceException intoItself(String path) {
    return at(ErrorCode.FILE_CONFLICT, path, "can not be moved into itself")
        .fix("move it to a place outside of it");
  }

  static ServiceException exists(String path) {
    return at(ErrorCode.FILE_CONFLICT, path, "exists already").fix("delete it first");
  }

  static ServiceException isRoot() {
    return at(ErrorCode.FILE_CONFLICT, WorkspacePath.MOUNT, "is the workspace itself")
        .fix("name a file or directory in it");
  }

  static ServiceException full(long maxBytes, int maxFiles) {
    return ServiceException.of(
            ErrorCode.WORKSPACE_FULL,
            "the workspace may hold " + maxBytes + " bytes in " + maxFiles + " files")
        .field("path")
        .fix("delete files, or ask for more with limits.workspaceBytes or limits.files");
  }

  static ServiceException tooLarge(String path, long bytes, long most) {
    return at(ErrorCode.TOO_LARGE, path, "has " + bytes + " bytes, and " + most + " are allowed")
        .fix("transfer it as a stream through /api/sessions/{id}/files/{path}, or in parts");
  }

  static ServiceException tooManyEntries(String path, int most) {
    return at(ErrorCode.TOO_LARGE, path, "has more than " + most + " entries")
        .fix("list a directory below it, or list without recursive");
  }

  static ServiceException closed() {
    return ServiceException.of(ErrorCode.SESSION_CLOSED, "the session is closed")
        .field("sessionId")
        .fix("create a new session");
  }

  /** What the system refused. Guests may change anything at any moment, so most is a conflict. */
  static ServiceException from(IOException failure, String path) {
    return switch (failure) {
      case NoSuchFileException _ -> notFound(path);
      case NotDirectoryException _ -> notDirectory(path);
      case DirectoryNotEmptyException _ -> notEmpty(path);
      case FileSystemLoopException _ -> isLink(path);
      case AccessDeniedException _ ->
          at(ErrorCode.FILE_CONFLICT, path, "is protected by its permissions")
              .fix("change its permissions from code that runs in the session");
      case FileAlreadyExistsException _ -> exists(path);
      default ->
          ServiceException.because(ErrorCode.INTERNAL, "the file could not be used", failure);
    };
  }

  private static ServiceException at(ErrorCode code, String path, String what) {
    return ServiceException.of(code, "'" + path + "' " + what).field("path");
  }
}
