package dev.codebeaker.wire.message;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codebeaker.execution.ContextName;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.execution.RunProgram;
import dev.codebeaker.execution.RunProgram.How;
import dev.codebeaker.execution.Stdin;
import dev.codebeaker.execution.TerminalSize;
import dev.codebeaker.selection.Languages;
import dev.codebeaker.wire.json.Fields;
import dev.codebeaker.workspace.WorkspacePath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what is to run: code, a program, a command for a shell. */
final class RunReader {
  private static final String TTY = "tty";
  private static final String TRACE = "trace";

  /** They mean something in a session only. */
  private static final List<String> OF_SESSIONS = List.of("context", "stdinOpen");

  /** One type of command: its fields beside {@code type}, and how they are read. */
  private record Form(List<String> fields, Reader reader) {
    private interface Reader {
      CommandRequest.Running read(Fields fields, boolean interactive, Languages languages);
    }
  }

  private static final Map<String, Form> FORMS =
      Map.of(
          RunCode.TYPE,
          new Form(
              List.of(
                  "code",
                  "language",
                  "context",
                  "stdin",
                  "stdinOpen",
                  "args",
                  "env",
                  "files",
                  TTY,
                  TRACE),
              RunReader::code),
          How.PROGRAM.type(),
          program(How.PROGRAM, "program"),
          How.SHELL.type(),
          program(How.SHELL, "command"));

  private static final List<String> TYPES = FORMS.keySet().stream().sorted().toList();

  private RunReader() {}

  private static Form program(How how, String text) {
    return new Form(
        List.of(text, "args", "directory", "env", "stdin", "stdinOpen", "files", TTY, TRACE),
        (fields, interactive, _) -> program(how, text(fields, text), fields, interactive));
  }

  static List<String> types() {
    return TYPES;
  }

  /** The fields of a type; empty if it is not one of these. */
  static Optional<List<String>> fields(String type) {
    return Optional.ofNullable(FORMS.get(type)).map(Form::fields);
  }

  /** A command of a session, whose standard input stays open unless the command says otherwise. */
  static CommandRequest.Running read(String type, Fields fields, Languages languages) {
    return form(type).reader().read(fields, true, languages);
  }

  /** A command that has a sandbox of its own: nobody can send it anything once it runs. */
  static CommandRequest.Running alone(JsonNode node, String path, Languages languages) {
    String type = CommandReader.type(node, path, types());
    List<String> known = form(type).fields();
    Fields fields =
        CommandReader.fields(
            node, path, known.stream().filter(field -> !OF_SESSIONS.contains(field)).toList());
    return form(type).reader().read(fields, false, languages);
  }

  private static Form form(String type) {
    return Optional.ofNullable(FORMS.get(type)).orElseThrow();
  }

  /**
   * Code to run.
   *
   * @param interactive whether standard input stays open for more where the request does not say
   */
  static CommandRequest.Running code(Fields fields, boolean interactive, Languages languages) {
    Optional<ContextName> context =
        fields.optionalText("context").map(text -> context(text, fields.at("context")));
    if (context.isPresent() && fields.node(TTY).isPresent()) {
      throw Fields.invalid(
          fields.at(TTY),
          "must be left out in a context: only a program of its own has a terminal");
    }
    return new CommandRequest.Code(
        text(fields, "code"),
        fields
            .optionalText("language")
            .map(text -> Names.language(text, fields.at("language"), languages)),
        context,
        fields.texts("args"),
        fields.members("env", Fields::text),
        stdin(fields, interactive),
        files(fields),
        terminal(fields),
        fields.flag(TRACE, false));
  }

  private static CommandRequest.Running program(
      How how, String text, Fields fields, boolean interactive) {
    return new CommandRequest.Program(
        new RunProgram(
            how,
            text,
            fields.texts("args"),
            fields
                .optionalText("directory")
                .map(path -> CommandReader.path(path, fields.at("directory")))
                .orElse(WorkspacePath.ROOT),
            fields.members("env", Fields::text),
            stdin(fields, interactive),
            files(fields),
            terminal(fields),
            fields.flag(TRACE, false)));
  }

  /** Text that a program can be given as bytes. */
  private static String text(Fields fields, String name) {
    String text = fields.text(name);
    Encoding.encodeUtf8(text, fields.at(name));
    if (text.isBlank() && !name.equals("code")) {
      throw Fields.invalid(fields.at(name), "must name what to run");
    }
    return text;
  }

  private static Stdin stdin(Fields fields, boolean interactive) {
    Optional<byte[]> given =
        fields.optionalText("stdin").map(t -> Encoding.encodeUtf8(t, fields.at("stdin")));
    boolean open = fields.optionalFlag("stdinOpen").orElse(interactive && given.isEmpty());
    return new Stdin(given.orElse(new byte[0]), open);
  }

  private static Optional<TerminalSize> terminal(Fields fields) {
    return fields.optional(
        TTY,
        node -> Names.terminalSize(Fields.of(node, fields.at(TTY), Names.TERMINAL_SIZE_FIELDS)));
  }

  private static ContextName context(String text, String path) {
    try {
      return new ContextName(text);
    } catch (IllegalArgumentException e) {
      throw Fields.invalid(path, "must be 1 to 64 letters, digits, dots, dashes or underscores");
    }
  }

  private static Map<WorkspacePath, byte[]> files(Fields fields) {
    Map<WorkspacePath, byte[]> files = new LinkedHashMap<>();
    fields
        .members("files", RunReader::content)
        .forEach(
            (name, content) ->
                files.put(CommandReader.path(name, fields.at("files." + name)), content));
    return files;
  }

  /** A file's content: text, or an object that says how it is encoded. */
  private static byte[] content(JsonNode node, String path) {
    return node.isTextual()
        ? Encoding.encodeUtf8(node.textValue(), path)
        : Encoding.bytes(Fields.of(node, path, List.of("content", "encoding")), "content");
  }
}
