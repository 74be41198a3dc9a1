package dev.codebeaker.wire.message;

import dev.codebeaker.execution.Command;
import dev.codebeaker.execution.ContextName;
import dev.codebeaker.execution.FileCommand;
import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Run;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.execution.RunProgram;
import dev.codebeaker.execution.Stdin;
import dev.codebeaker.execution.TerminalSize;
import dev.codebeaker.workspace.WorkspacePath;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A command as a client wrote it; code that names no language is in that of its session. */
public sealed interface CommandRequest {
  Command in(Language sessionLanguage);

  /** A command on files, and how the client wants a file's content. */
  record Files(FileCommand command, Encoding encoding) implements CommandRequest {
    @Override
    public Command in(Language sessionLanguage) {
      return command;
    }
  }

  /** Something to run. */
  sealed interface Running extends CommandRequest {
    @Override
    Run in(Language sessionLanguage);

    Optional<ContextName> context();
  }

  /** A program, or a command for a shell. */
  record Program(RunProgram command) implements Running {
    @Override
    public RunProgram in(Language sessionLanguage) {
      return command;
    }

    @Override
    public Optional<ContextName> context() {
      return Optional.empty();
    }
  }

  /** Code to run. */
  record Code(
      String code,
      Optional<Language> language,
      Optional<ContextName> context,
      List<String> args,
      Map<String, String> env,
      Stdin stdin,
      Map<WorkspacePath, byte[]> files,
      Optional<TerminalSize> terminal,
      boolean traced)
      implements Running {
    @Override
    public RunCode in(Language sessionLanguage) {
      Language written = language.orElse(sessionLanguage);
      return new RunCode(written, code, context, args, env, stdin, files, terminal, traced);
    }
  }
}
