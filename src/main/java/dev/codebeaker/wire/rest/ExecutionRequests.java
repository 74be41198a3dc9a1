package dev.codebeaker.wire.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Signal;
import dev.codebeaker.execution.TerminalSize;
import dev.codebeaker.selection.Languages;
import dev.codebeaker.session.ExecutionId;
import dev.codebeaker.wire.json.Fields;
import dev.codebeaker.wire.message.CommandReader;
import dev.codebeaker.wire.message.CommandRequest;
import dev.codebeaker.wire.message.Encoding;
import dev.codebeaker.wire.message.Names;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what is posted about the executions of a session. */
final class ExecutionRequests {
  private static final String EXECUTION = "executionId";

  private ExecutionRequests() {}

  record Command(CommandRequest command, Map<Limit, Long> limits) {
    static final List<String> FIELDS = List.of("command", "limits");

    static Command read(JsonNode node, Languages languages) {
      Fields fields = Fields.of(node, "", FIELDS);
      JsonNode command = fields.required("command", "an object with a type");
      return new Command(CommandReader.read(command, "command", languages), Names.limits(fields));
    }
  }

  record Input(Optional<ExecutionId> execution, byte[] data, boolean end) {
    static final List<String> FIELDS = List.of(EXECUTION, "data", "encoding", "end");

    static Input read(JsonNode node) {
      Fields fields = Fields.of(node, "", FIELDS);
      boolean end = fields.flag("end", false);
      byte[] data =
          end && fields.node("data").isEmpty() ? new byte[0] : Encoding.bytes(fields, "data");
      return new Input(named(fields), data, end);
    }
  }

  record Signalling(Optional<ExecutionId> execution, Signal signal) {
    static final List<String> FIELDS = List.of(EXECUTION, "signal");

    static Signalling read(JsonNode node) {
      Fields fields = Fields.of(node, "", FIELDS);
      return new Signalling(named(fields), Names.signal(fields));
    }
  }

  record Resize(Optional<ExecutionId> execution, TerminalSize size) {
    static final List<String> FIELDS = List.of(EXECUTION, "cols", "rows");

    static Resize read(JsonNode node) {
      Fields fields = Fields.of(node, "", FIELDS);
      return new Resize(named(fields), Names.terminalSize(fields));
    }
  }

  record Cancel(Optional<ExecutionId> execution) {
    static final List<String> FIELDS = List.of(EXECUTION);

    static Cancel read(JsonNode node) {
      return new Cancel(named(Fields.of(node, "", FIELDS)));
    }
  }

  private static Optional<ExecutionId> named(Fields fields) {
    return fields.optionalText(EXECUTION).map(ExecutionId::new);
  }
}
