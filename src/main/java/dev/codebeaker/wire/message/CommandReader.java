package dev.codebeaker.wire.message;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codebeaker.execution.FileCommand;
import dev.codebeaker.execution.FileCommand.AppendFile;
import dev.codebeaker.execution.FileCommand.CopyFile;
import dev.codebeaker.execution.FileCommand.CreateDirectory;
import dev.codebeaker.execution.FileCommand.DeleteFile;
import dev.codebeaker.execution.FileCommand.ListDirectory;
import dev.codebeaker.execution.FileCommand.MoveFile;
import dev.codebeaker.execution.FileCommand.ReadFile;
import dev.codebeaker.execution.FileCommand.WriteFile;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.selection.Languages;
import dev.codebeaker.wire.json.Fields;
import dev.codebeaker.workspace.WorkspacePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads the {@code command} of a request. */
public final class CommandReader {
  private static final String TYPE = "type";
  private static final String PATH = "path";
  private static final String CONTENT = "content";
  private static final String ENCODING = "encoding";
  private static final String RECURSIVE = "recursive";

  /** One type of command on files: its fields beside {@code type}, and how they are read. */
  private record Form(List<String> fields, Reader reader) {
    private interface Reader {
      CommandRequest.Files read(Fields fields);
    }
  }

  private static final Map<String, Form> FILES =
      Map.of(
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
              f ->
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

  private static final List<String> TYPES =
      Stream.concat(FILES.keySet().stream(), RunReader.types().stream()).sorted().toList();

  private CommandReader() {}

  private interface FileReader {
    FileCommand read(Fields fields);
  }

  private static Form files(List<String> fields, FileReader reader) {
    return new Form(fields, f -> new CommandRequest.Files(reader.read(f), Encoding.UTF_8));
  }

  /** The types a command may have, sorted. */
  public static List<String> types() {
    return TYPES;
  }

  /** The fields of each type, for the documentation to be held to. */
  public static Map<String, List<String>> fields() {
    Map<String, List<String>> fields = new TreeMap<>();
    FILES.forEach((type, form) -> fields.put(type, form.fields()));
    RunReader.types().forEach(type -> fields.put(type, RunReader.fields(type).orElseThrow()));
    return fields;
  }

  public static CommandRequest read(JsonNode node, String path, Languages languages) {
    String type = type(node, path, types());
    Optional<List<String>> ofRun = RunReader.fields(type);
    if (ofRun.isPresent()) {
      return RunReader.read(type, fields(node, path, ofRun.get()), languages);
    }
    Form form = Optional.ofNullable(FILES.get(type)).orElseThrow();
    return form.reader().read(fields(node, path, form.fields()));
  }

  /** The type of a command, which is one of those known. */
  static String type(JsonNode node, String path, List<String> known) {
    if (!node.isObject()) {
      throw Fields.invalid(path, "must be an object with a type").known(known);
    }
    if (!node.has(TYPE)) {
      throw Fields.invalid(path + "." + TYPE, "must say what to do").known(known);
    }
    String type = Fields.text(node.path(TYPE), path + "." + TYPE);
    if (!known.contains(type)) {
      throw Fields.invalid(path + "." + TYPE, "must be one of the known commands").known(known);
    }
    return type;
  }

  static Fields fields(JsonNode node, String path, List<String> ofType) {
    List<String> known = new ArrayList<>(ofType);
    known.addFirst(TYPE);
    return Fields.of(node, path, known);
  }

  private static WorkspacePath path(Fields fields, String name) {
    return path(fields.text(name), fields.at(name));
  }

  static WorkspacePath path(String text, String path) {
    try {
      return WorkspacePath.parse(text);
    } catch (ServiceException e) {
      throw e.field(path);
    }
  }
}
