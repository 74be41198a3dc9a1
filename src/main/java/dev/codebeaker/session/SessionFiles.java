package dev.codebeaker.session;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.workspace.Download;
import dev.codebeaker.workspace.Upload;
import dev.codebeaker.workspace.Workspace;
import dev.codebeaker.workspace.WorkspacePath;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Files as streams. The file is opened or put in place in the session's turn, in the order of its
 * commands; the bytes move outside of it, so that a slow client keeps nobody waiting.
 */
final class SessionFiles {
  private static final String DOWNLOAD = "download";
  private static final String UPLOAD = "upload";

  private final CommandIntake intake;

  SessionFiles(CommandIntake intake) {
    this.intake = intake;
  }

  Download download(Session session, WorkspacePath path) {
    Workspace files = session.opened().sandbox().workspace();
    CompletableFuture<Download> opened = new CompletableFuture<>();
    QueuedCommand turn =
        intake.accept(session, DOWNLOAD, () -> opened.complete(files.download(path)));
    await(turn);
    return opened.join();
  }

  long upload(Session session, WorkspacePath path, InputStream content) {
    Workspace files = session.opened().sandbox().workspace();
    try (Upload upload = files.upload(content)) {
      await(intake.accept(session, UPLOAD, () -> files.put(path, upload)));
      return upload.length();
    }
  }

  private static void await(QueuedCommand turn) {
    CommandResult result;
    try {
      result = turn.result().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof ServiceException failure) {
        throw failure;
      }
      throw e;
    }
    if (!(result instanceof CommandResult.Done)) {
      throw ServiceException.of(
              ErrorCode.SESSION_CLOSED, "the session stopped before its turn came")
          .fix("try again");
    }
  }
}
