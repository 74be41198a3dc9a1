package dev.codebeaker.wire.message;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Run;
import dev.codebeaker.selection.Languages;
import dev.codebeaker.session.SessionRequest;
import dev.codebeaker.wire.json.Fields;
import java.util.List;
import java.util.Optional;

/** One program in a sandbox of its own: {@code execution.run} and {@code POST /api/run}. */
public record RunRequest(SessionRequest session, Run command, boolean stream) {
  public static final List<String> FIELDS =
      List.of(
          "language",
          "code",
          "command",
          "runtime",
          "preference",
          "policy",
          "template",
          "image",
          "stdin",
          "args",
          "env",
          "files",
          "limits",
          "stream",
          "trace");

  /** Those of the code; a command has its own. */
  private static final List<String> OF_CODE =
      List.of("code", "stdin", "args", "env", "files", "trace");

  public static RunRequest read(JsonNode node, Languages languages) {
    Fields fields = Fields.of(node, "", FIELDS);
    Language language = Names.language(fields.text("language"), "language", languages);
    return new RunRequest(
        new SessionRequest(
                language,
                fields.optionalText("runtime"),
                Names.preference(fields),
                fields.optionalText("policy"),
                fields.optionalText("template"),
                Names.limits(fields),
                Optional.empty(),
                Optional.empty())
            .on(fields.optionalText("image")),
        command(fields, languages).in(language),
        fields.flag("stream", false));
  }

  private static CommandRequest.Running command(Fields fields, Languages languages) {
    Optional<JsonNode> command = fields.node("command");
    if (command.isEmpty()) {
      fields.required("code", "a string; or, instead of it, 'command': an object with a type");
      return RunReader.code(fields, false, languages);
    }
    for (String field : OF_CODE) {
      if (fields.node(field).isPresent()) {
        throw Fields.invalid(field, "must be left out beside a command, which has its own");
      }
    }
    return RunReader.alone(command.get(), "command", languages);
  }
}
