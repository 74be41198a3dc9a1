package dev.codebeaker.runtime.process;

import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.workspace.Workspace;
import dev.codebeaker.workspace.WorkspacePath;
import java.nio.charset.StandardCharsets;
import org.jboss.logging.Logger;

/**
 * The text of a program, where its interpreter finds it: in the workspace, so that what the program
 * imports from there is found beside it. It is gone when the program is; a file of that name that
 * was there before is not touched.
 */
record SourceFile(Workspace workspace, WorkspacePath path) implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(SourceFile.class);
  private static final int MOST_NAMES = 100;

  static SourceFile write(Workspace workspace, String name, byte[] content) {
    WorkspacePath path = freeName(workspace, name);
    workspace.write(path, content);
    return new SourceFile(workspace, path);
  }

  static SourceFile write(Workspace workspace, String name, String text) {
    return write(workspace, name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static WorkspacePath freeName(Workspace workspace, String name) {
    WorkspacePath path = WorkspacePath.parse(name);
    int dot = name.lastIndexOf('.');
    String stem = dot < 0 ? name : name.substring(0, dot);
    String suffix = dot < 0 ? "" : name.substring(dot);
    for (int i = 2; workspace.find(path).isPresent() && i < MOST_NAMES; i++) {
      path = WorkspacePath.parse(stem + "-" + i + suffix);
    }
    return path;
  }

  @Override
  public void close() {
    try {
      workspace.delete(path, false);
    } catch (ServiceException gone) {
      LOG.debugf("A program's text could not be removed: %s", gone.getMessage());
    }
  }
}
