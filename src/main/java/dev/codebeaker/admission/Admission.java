package dev.codebeaker.admission;

import dev.codebeaker.execution.Command;
import dev.codebeaker.execution.FileCommand;
import dev.codebeaker.execution.Run;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.execution.RunProgram;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who may ask, and how much at once. Every way into the service passes here. Thread safe. */
public final class Admission {
  private final AdmissionConfig config;
  private final Tokens tokens;
  private final LoadShedder shedder;

  /**
   * @throws IllegalArgumentException if a token is too short to be a secret, or nothing could ever
   *     be begun
   */
  public Admission(AdmissionConfig config) {
    this(config, new LoadShedder(config, processors(config), System::nanoTime));
  }

  private static int processors(AdmissionConfig config) {
    return config.processors().orElseGet(() -> Runtime.getRuntime().availableProcessors());
  }

  /**
   * @throws IllegalArgumentException if a token is too short to be a secret
   */
  public Admission(AdmissionConfig config, LoadShedder shedder) {
    this.config = config;
    this.tokens = new Tokens(config.tokens());
    this.shedder = shedder;
  }

  /**
   * Who sent this {@code Authorization} header, or none.
   *
   * @throws ServiceException {@code UNAUTHENTICATED} if tokens are configured and it has none of
   *     them
   */
  public Owner authenticate(Optional<String> authorization) {
    return tokens.isEmpty() ? Owner.ANONYMOUS : tokens.ownerOf(authorization);
  }

  /** What keeps too much from being begun. */
  public LoadShedder shedder() {
    return shedder;
  }

  /**
   * Makes sure that a command is of a size the service takes.
   *
   * @throws ServiceException {@code TOO_LARGE} naming the field
   */
  public void check(Command command) {
    switch (command) {
      case Run run -> checkRun(run);
      case FileCommand.WriteFile(_, byte[] content) -> checkContent("content", content.length);
      case FileCommand.AppendFile(_, byte[] content) -> checkContent("content", content.length);
      case FileCommand.ReadFile _,
          FileCommand.DeleteFile _,
          FileCommand.CopyFile _,
          FileCommand.MoveFile _,
          FileCommand.CreateDirectory _,
          FileCommand.ListDirectory _ -> {}
    }
  }

  /**
   * Makes sure that an execution is not sent input without end.
   *
   * @param total what it was sent, with what it is being sent now
   */
  public void checkInput(long total) {
    require("data", "bytes of input for one execution", total, config.maxInputBytes());
  }

  /** How much of the service's memory a command takes while it waits, roughly. */
  public static long weight(Command command) {
    return switch (command) {
      case Run run -> textOf(run).length() + contentOf(run) + wordsOf(run);
      case FileCommand.WriteFile(_, byte[] content) -> content.length;
      case FileCommand.AppendFile(_, byte[] content) -> content.length;
      case FileCommand.ReadFile _,
          FileCommand.DeleteFile _,
          FileCommand.CopyFile _,
          FileCommand.MoveFile _,
          FileCommand.CreateDirectory _,
          FileCommand.ListDirectory _ ->
          0;
    };
  }

  private void checkRun(Run run) {
    require(textField(run), "bytes of code", utf8Length(textOf(run)), config.maxCodeBytes());
    require("args", "arguments", argsOf(run).size(), config.maxArgs());
    require("env", "environment variables", run.env().size(), config.maxEnv());
    require("files", "files", run.files().size(), config.maxFiles());
    require(
        "args",
        "characters of arguments and environment",
        wordsOf(run),
        config.maxArgsAndEnvChars());
    requireNames(run);
    checkContent("files", contentOf(run));
  }

  private void checkContent(String field, long bytes) {
    require(field, "bytes of content in one command", bytes, config.maxContentBytes());
  }

  /** What no program could tell apart from the end of the word. */
  private static void requireNames(Run run) {
    if (run instanceof RunProgram) {
      requireNoNul(textField(run), textOf(run));
    }
    for (String argument : argsOf(run)) {
      requireNoNul("args", argument);
    }
    for (Map.Entry<String, String> variable : run.env().entrySet()) {
      requireNoNul("env", variable.getKey());
      requireNoNul("env", variable.getValue());
      if (variable.getKey().isEmpty() || variable.getKey().indexOf('=') >= 0) {
        throw ServiceException.of(
                ErrorCode.INVALID_PARAMS, "an environment variable has no name, or '=' in it")
            .field("env")
            .fix("use names of letters, digits and underscores");
      }
    }
  }

  private static void requireNoNul(String field, String word) {
    if (word.indexOf('\0') >= 0) {
      throw ServiceException.of(ErrorCode.INVALID_PARAMS, field + " holds a NUL character")
          .field(field)
          .fix("leave it out; pass binary data as a file or as standard input");
    }
  }

  private static void require(String field, String what, long amount, long most) {
    if (amount > most) {
      throw ServiceException.of(
              ErrorCode.TOO_LARGE, amount + " " + what + ", and " + most + " are allowed")
          .field(field)
          .fix("send less at once; large files can be uploaded as a stream");
    }
  }

  private static long contentOf(Run run) {
    long bytes = run.stdin().initial().length;
    for (byte[] content : run.files().values()) {
      bytes += content.length;
    }
    return bytes;
  }

  private static long wordsOf(Run run) {
    long chars = 0;
    for (String argument : argsOf(run)) {
      chars += argument.length();
    }
    for (Map.Entry<String, String> variable : run.env().entrySet()) {
      chars += variable.getKey().length() + variable.getValue().length();
    }
    return chars;
  }

  private static String textOf(Run run) {
    return switch (run) {
      case RunCode code -> code.code();
      case RunProgram program -> program.program();
    };
  }

  private static String textField(Run run) {
    return switch (run) {
      case RunCode _ -> "code";
      case RunProgram program ->
          switch (program.how()) {
            case PROGRAM -> "program";
            case SHELL -> "command";
          };
    };
  }

  private static List<String> argsOf(Run run) {
    return switch (run) {
      case RunCode code -> code.args();
      case RunProgram program -> program.args();
    };
  }

  /** Without encoding it: most code is short enough in any case. */
  private long utf8Length(String code) {
    if (3L * code.length() <= config.maxCodeBytes()) {
      return code.length();
    }
    return code.codePoints()
        .mapToLong(c -> c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4)
        .sum();
  }
}
