package dev.codebeaker.wire.message;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codebeaker.selection.Languages;
import dev.codebeaker.session.SessionRequest;
import dev.codebeaker.wire.json.Fields;
import java.util.List;

/** Reads what a client asks a session to be: {@code session.create}, {@code runtime.explain}. */
public final class SessionRequests {
  public static final List<String> FIELDS =
      List.of(
          "language",
          "runtime",
          "preference",
          "policy",
          "template",
          "limits",
          "features",
          "idleTimeoutMs",
          "lifetimeMs",
          "detached",
          "image");

  private SessionRequests() {}

  public static SessionRequest read(JsonNode node, Languages languages) {
    Fields fields = Fields.of(node, "", FIELDS);
    return new SessionRequest(
        Names.language(fields.text("language"), "language", languages),
        fields.optionalText("runtime"),
        Names.preference(fields),
        fields.optionalText("policy"),
        fields.optionalText("template"),
        Names.limits(fields),
        Names.features(fields),
        Names.millis(fields, "idleTimeoutMs"),
        Names.millis(fields, "lifetimeMs"),
        fields.flag("detached", false),
        fields.optionalText("image"));
  }
}
