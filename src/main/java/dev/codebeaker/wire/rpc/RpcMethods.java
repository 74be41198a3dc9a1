package dev.codebeaker.wire.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
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
import java.util.function.Function;

/** Every method by its name on the wire, and how its parameters are read. */
final class RpcMethods {
  private static final String SESSION = "sessionId";
  private static final String EXECUTION = "executionId";

  private static final Map<String, Function<JsonNode, RpcCall>> METHODS =
      Map.ofEntries(
          Map.entry("initialize", RpcMethods::initialize),
          Map.entry("language.list", params -> none(params, new RpcCall.LanguageList())),
          Map.entry("runtime.list", params -> none(params, new RpcCall.RuntimeList())),
          Map.entry(
              "runtime.explain",
              params -> new RpcCall.RuntimeExplain(SessionRequests.read(params))),
          Map.entry(
              "session.create", params -> new RpcCall.SessionCreate(SessionRequests.read(params))),
          Map.entry("session.get", params -> new RpcCall.SessionGet(onlySession(params))),
          Map.entry("session.list", params -> none(params, new RpcCall.SessionList())),
          Map.entry("session.execute", RpcMethods::execute),
          Map.entry("session.input", RpcMethods::input),
          Map.entry("session.cancel", RpcMethods::cancel),
          Map.entry("session.close", params -> new RpcCall.SessionClose(onlySession(params))),
          Map.entry("execution.run", params -> new RpcCall.ExecutionRun(RunRequest.read(params))));

  private RpcMethods() {}

  static List<String> names() {
    return METHODS.keySet().stream().sorted().toList();
  }

  /**
   * @throws ServiceException {@code METHOD_NOT_FOUND}, {@code INVALID_PARAMS}, or whatever a value
   *     in them is refused with
   */
  static RpcCall parse(String method, JsonNode params) {
    Function<JsonNode, RpcCall> reader = METHODS.get(method);
    if (reader == null) {
      throw ServiceException.of(ErrorCode.METHOD_NOT_FOUND, "there is no such method")
          .field("method")
          .fix("call one of the known methods")
          .known(names());
    }
    return reader.apply(params);
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

  private static RpcCall execute(JsonNode params) {
    Fields fields = Fields.of(params, "", List.of(SESSION, "command", "limits", "stream"));
    return new RpcCall.SessionExecute(
        session(fields),
        CommandReader.read(fields.required("command", "an object with a type"), "command"),
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

  private static RpcCall cancel(JsonNode params) {
    Fields fields = Fields.of(params, "", List.of(SESSION, EXECUTION));
    return new RpcCall.SessionCancel(session(fields), execution(fields));
  }
}
