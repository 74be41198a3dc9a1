package dev.codebeaker.wire.message;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codebeaker.execution.ContextName;
import dev.codebeaker.execution.FileCommand;
import dev.codebeaker.execution.FileCommand.AppendFile;
import dev.codebeaker.execution.FileCommand.CopyFile;
import dev.codebeaker.execution.FileCommand.CreateDirectory;
import dev.codebeaker.execution.FileCommand.DeleteFile;
import dev.codebeaker.execution.FileCommand.ListDirectory;
import dev.codebeaker.execution.FileCommand.MoveFile;
import dev.codebeaker.execution.FileCommand.ReadFile;
import dev.codebeaker.execution.FileCommand.WriteFile;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.execution.Stdin;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.selection.Languages;
import dev.codebeaker.wire.json.Fields;
import dev.codebeaker.workspace.WorkspacePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the {@code command} of a request. */
public final class CommandReader {
  private static final String TYPE = "type";
  private static final String PATH = "path";
  private static final String CONTENT = "content";
  private static final String ENCODING = "encoding";
  private static final String RECURSIVE = "recursive";

  /** The fields of code to run, but for the language, which each request has its own way with. */
  static final List<String> CODE_FIELDS =
      List.of("code", "language", "context", "stdin", "stdinOpen", "args", "env", "files");

  /** One type of command: its fields beside {@code type}, and how they are read. */
  private record Form(List<String> fields, Reader reader) {
    private interface Reader {
      CommandRequest read(Fields fields, Languages languages);
    }
  }

  private static final Map<String, Form> FORMS =
      Map.of(
          RunCode.TYPE,
          new Form(CODE_FIELDS, (fields, languages) -> code(fields, true, languages)),
          "write_file",
          files(
              List.of(PATH, CONTENT, ENCODING),
              f -> new WriteFile(path(f, PATH), Encoding.bytes(f, CONTENT))),
          "append_file",
          files(
              List.of(PATH, CONTENT, ENCODING),
              f -> new AppendFile(path(f, PATH), Encoding.bytes(f, CONTENT))),
          "read_file",
          new Form(
              List.of(PATH, ENCODING),
              (f, _) ->
                  new CommandRequest.Files(
                      new ReadFile(path(f, PATH)), Encoding.read(f, ENCODING))),
          "delete_file",
          files(
              List.of(PATH, RECURSIVE),
              f -> new DeleteFile(path(f, PATH), f.flag(RECURSIVE, false))),
          "copy_file",
          files(List.of("from", "to"), f -> new CopyFile(path(f, "from"), path(f, "to"))),
          "move_file",
          files(List.of("from", "to"), f -> new MoveFile(path(f, "from"), path(f, "to"))),
          "create_directory",
          files(List.of(PATH), f -> new CreateDirectory(path(f, PATH))),
          "list_directory",
          files(
              List.of(PATH, RECURSIVE),
              f ->
                  new ListDirectory(
                      f.optionalText(PATH)
                          .map(text -> path(text, f.at(PATH)))
                          .orElse(WorkspacePath.ROOT),
                      f.flag(RECURSIVE, false))));

  private CommandReader() {}

  private interface FileReader {
    FileCommand read(Fields fields);
  }

  private static Form files(List<String> fields, FileReader reader) {
    return new Form(fields, (f, _) -> new CommandRequest.Files(reader.read(f), Encoding.UTF_8));
  }

  /** The types a command may have, sorted. */
  public static List<String> types() {
    return FORMS.keySet().stream().sorted().toList();
  }

  /** The fields of each type, for the documentation to be held to. */
  public static Map<String, List<String>> fields() {
    Map<String, List<String>> fields = new TreeMap<>();
    FORMS.forEach((type, form) -> fields.put(type, form.fields()));
    return fields;
  }

  public static CommandRequest read(JsonNode node, String path, Languages languages) {
    Form form = form(node, path);
    List<String> known = new ArrayList<>(form.fields());
    known.addFirst(TYPE);
    return form.reader().read(Fields.of(node, path, known), languages);
  }

  private static Form form(JsonNode node, String path) {
    if (!node.isObject()) {
      throw Fields.invalid(path, "must be an object with a type").known(types());
    }
    if (!node.has(TYPE)) {
      throw Fields.invalid(path + "." + TYPE, "must say what to do").known(types());
    }
    Form form = FORMS.get(Fields.text(node.path(TYPE), path + "." + TYPE));
    if (form == null) {
      throw Fields.invalid(path + "." + TYPE, "must be one of the known commands").known(types());
    }
    return form;
  }

  /**
   * Code to run.
   *
   * @param interactive whether standard input stays open for more where the request does not say
   */
  static CommandRequest.Code code(Fields fields, boolean interactive, Languages languages) {
    String code = fields.text("code");
    Encoding.encodeUtf8(code, fields.at("code"));
    return new CommandRequest.Code(
        code,
        fields
            .optionalText("language")
            .map(text -> Names.language(text, fields.at("language"), languages)),
        fields.optionalText("context").map(text -> context(text, fields.at("context"))),
        fields.texts("args"),
        fields.members("env", Fields::text),
        stdin(fields, interactive),
        filesOf(fields));
  }

  private static Stdin stdin(Fields fields, boolean interactive) {
    Optional<byte[]> given =
        fields.optionalText("stdin").map(t -> Encoding.encodeUtf8(t, fields.at("stdin")));
    boolean open = fields.optionalFlag("stdinOpen").orElse(interactive && given.isEmpty());
    return new Stdin(given.orElse(new byte[0]), open);
  }

  private static ContextName context(String text, String path) {
    try {
      return new ContextName(text);
    } catch (IllegalArgumentException e) {
      throw Fields.invalid(path, "must be 1 to 64 letters, digits, dots, dashes or underscores");
    }
  }

  private static Map<WorkspacePath, byte[]> filesOf(Fields fields) {
    Map<WorkspacePath, byte[]> files = new LinkedHashMap<>();
    fields
        .members("files", CommandReader::fileContent)
        .forEach((name, content) -> files.put(path(name, fields.at("files." + name)), content));
    return files;
  }

  /** A file's content: text, or an object that says how it is encoded. */
  private static byte[] fileContent(JsonNode node, String path) {
    return node.isTextual()
        ? Encoding.encodeUtf8(node.textValue(), path)
        : Encoding.bytes(Fields.of(node, path, List.of(CONTENT, ENCODING)), CONTENT);
  }

  private static WorkspacePath path(Fields fields, String name) {
    return path(fields.text(name), fields.at(name));
  }

  private static WorkspacePath path(String text, String path) {
    try {
      return WorkspacePath.parse(text);
    } catch (ServiceException e) {
      throw e.field(path);
    }
  }
}
