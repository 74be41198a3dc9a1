package dev.codebeaker.session;

import dev.codebeaker.execution.Outcome;
import dev.codebeaker.workspace.FileEntry;
import java.util.List;

/** What a command came to. */
public sealed interface CommandResult {
  /** Code ran to this outcome; its output went to the sink. */
  record Ran(Outcome outcome, String runtime) implements CommandResult {}

  /** A file's content. */
  record Content(byte[] bytes) implements CommandResult {}

  /** A directory's entries, sorted by path. */
  record Listing(List<FileEntry> entries) implements CommandResult {
    public Listing {
      entries = List.copyOf(entries);
    }
  }

  /** It was done and there is nothing to tell. */
  record Done() implements CommandResult {}
}
