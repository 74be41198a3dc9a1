package dev.codebeaker.cli;

import dev.codebeaker.execution.Command;
import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.execution.TerminalSize;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.selection.Selection;
import dev.codebeaker.session.SessionId;
import dev.codebeaker.session.SessionRequest;
import dev.codebeaker.session.SessionView;
import dev.codebeaker.session.Submission;
import java.net.URI;
import java.util.List;
import java.util.SortedSet;

/** What commands ask of the service once it has started. Throws {@link ServiceException}. */
public interface Service {
  /** The language of a name or an alias. */
  Language language(String name);

  SortedSet<Language> languages();

  /** By name. */
  List<ExecutionRuntime> runtimes();

  /** Which runtime a session would get, and why. */
  Selection explain(SessionRequest request);

  SessionView create(SessionRequest request);

  Submission execute(SessionId session, Command command, OutputSink sink);

  /** Adds to the standard input of an execution; {@code end} if this was the last of it. */
  void input(SessionId session, Submission execution, byte[] data, boolean end);

  /** Tells an execution its terminal's new size. */
  void resize(SessionId session, Submission execution, TerminalSize size);

  /** The most that executions may use. */
  Limits maxima();

  void close(SessionId session);

  /** Where it listens, as a client on this machine reaches it. */
  URI address();

  /** Whether what it writes is read by programs, who want no greeting. */
  default boolean isReadByPrograms() {
    return false;
  }
}
