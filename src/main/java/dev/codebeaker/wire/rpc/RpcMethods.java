package dev.codebeaker.wire.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.selection.Languages;
import dev.codebeaker.session.ExecutionId;
import dev.codebeaker.session.SessionId;
import dev.codebeaker.wire.json.Fields;
import dev.codebeaker.wire.message.CommandReader;
import dev.codebeaker.wire.message.Encoding;
import dev.codebeaker.wire.message.Names;
import dev.codebeaker.wire.message.RunRequest;
import dev.codebeaker.wire.message.SessionRequests;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every method by its name on the wire, and how its parameters are read. */
final class RpcMethods {
  private static final String SESSION = "sessionId";
  private static final String EXECUTION = "executionId";

  /** Reads the parameters of one method. */
  private interface Reader {
    RpcCall read(JsonNode params, Languages languages);
  }

  private static final Map<String, Reader> METHODS =
      Map.ofEntries(
          Map.entry("initialize", (params, _) -> initialize(params)),
          Map.entry("language.list", (params, _) -> none(params, new RpcCall.LanguageList())),
          Map.entry("runtime.list", (params, _) -> none(params, new RpcCall.RuntimeList())),
          Map.entry("runtime.versions", (params, _) -> none(params, new RpcCall.RuntimeVersions())),
          Map.entry(
              "runtime.explain",
              (params, languages) ->
                  new RpcCall.RuntimeExplain(SessionRequests.read(params, languages))),
          Map.entry(
              "session.create",
              (params, languages) ->
                  new RpcCall.SessionCreate(SessionRequests.read(params, languages))),
          Map.entry("session.get", (params, _) -> new RpcCall.SessionGet(onlySession(params))),
          Map.entry("session.list", (params, _) -> none(params, new RpcCall.SessionList())),
          Map.entry("session.execute", RpcMethods::execute),
          Map.entry("session.input", (params, _) -> input(params)),
          Map.entry("session.signal", (params, _) -> signal(params)),
          Map.entry("session.resize", (params, _) -> resize(params)),
          Map.entry("session.cancel", (params, _) -> cancel(params)),
          Map.entry("session.close", (params, _) -> new RpcCall.SessionClose(onlySession(params))),
          Map.entry(
              "execution.run",
              (params, languages) -> new RpcCall.ExecutionRun(RunRequest.read(params, languages))));

  private RpcMethods() {}

  static List<String> names() {
    return METHODS.keySet().stream().sorted().toList();
  }

  /**
   * @throws ServiceException {@code METHOD_NOT_FOUND}, {@code INVALID_PARAMS}, or whatever a value
   *     in them is refused with
   */
  static RpcCall parse(String method, JsonNode params, Languages languages) {
    Reader reader = METHODS.get(method);
    if (reader == null) {
      throw ServiceException.of(ErrorCode.METHOD_NOT_FOUND, "there is no such method")
          .field("method")
          .fix("call one of the known methods")
          .known(names());
    }
    return reader.read(params, languages);
  }

  private static RpcCall none(JsonNode params, RpcCall call) {
    Fields.of(params, "", List.of());
    return call;
  }

  private static RpcCall initialize(JsonNode params) {
    Fields fields = Fields.of(params, "", List.of("clientInfo", "capabilities", "protocolVersion"));
    fields
        .node("clientInfo")
        .ifPresent(info -> Fields.of(info, "clientInfo", List.of("name", "version")));
    return new RpcCall.Initialize(
        fields.optional("capabilities", ClientCapabilities::read).orElse(ClientCapabilities.ALL));
  }

  private static SessionId onlySession(JsonNode params) {
    return session(Fields.of(params, "", List.of(SESSION)));
  }

  private static SessionId session(Fields fields) {
    return SessionId.parse(fields.text(SESSION));
  }

  private static Optional<ExecutionId> execution(Fields fields) {
    return fields.optionalText(EXECUTION).map(ExecutionId::new);
  }

  private static RpcCall execute(JsonNode params, Languages languages) {
    Fields fields = Fields.of(params, "", List.of(SESSION, "command", "limits", "stream"));
    return new RpcCall.SessionExecute(
        session(fields),
        CommandReader.read(
            fields.required("command", "an object with a type"), "command", languages),
        Names.limits(fields),
        fields.flag("stream", false));
  }

  private static RpcCall input(JsonNode params) {
    Fields fields = Fields.of(params, "", List.of(SESSION, EXECUTION, "data", "encoding", "end"));
    boolean end = fields.flag("end", false);
    byte[] data =
        end && fields.node("data").isEmpty() ? new byte[0] : Encoding.bytes(fields, "data");
    return new RpcCall.SessionInput(session(fields), execution(fields), data, end);
  }

  private static RpcCall signal(JsonNode params) {
    Fields fields = Fields.of(params, "", List.of(SESSION, EXECUTION, "signal"));
    return new RpcCall.SessionSignal(session(fields), execution(fields), Names.signal(fields));
  }

  private static RpcCall resize(JsonNode params) {
    Fields fields = Fields.of(params, "", List.of(SESSION, EXECUTION, "cols", "rows"));
    return new RpcCall.SessionResize(
        session(fields), execution(fields), Names.terminalSize(fields));
  }

  private static RpcCall cancel(JsonNode params) {
    Fields fields = Fields.of(params, "", List.of(SESSION, EXECUTION));
    return new RpcCall.SessionCancel(session(fields), execution(fields));
  }
}
