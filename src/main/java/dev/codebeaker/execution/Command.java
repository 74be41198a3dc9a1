package dev.codebeaker.execution;

/** One typed thing to do in a session. */
public sealed interface Command permits Run, FileCommand {
  /** Its name on the wire, in spans and in metrics. */
  String type();
}
