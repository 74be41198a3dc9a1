package dev.codebeaker.workspace;

/** The files of a session. */
public final class Workspace implements AutoCloseable {
  @Override
  public void close() {}
}
