package dev.codebeaker.wire.message;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.selection.Languages;
import dev.codebeaker.session.SessionRequest;
import dev.codebeaker.wire.json.Fields;
import java.util.List;
import java.util.Optional;

/** One program in a sandbox of its own: {@code execution.run} and {@code POST /api/run}. */
public record RunRequest(SessionRequest session, RunCode command, boolean stream) {
  public static final List<String> FIELDS =
      List.of(
          "language",
          "code",
          "runtime",
          "preference",
          "policy",
          "template",
          "stdin",
          "args",
          "env",
          "files",
          "limits",
          "stream");

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
            Optional.empty()),
        CommandReader.code(fields, false, languages).in(language),
        fields.flag("stream", false));
  }
}
