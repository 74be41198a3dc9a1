package dev.codebeaker.wire.rpc;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Signal;
import dev.codebeaker.execution.TerminalSize;
import dev.codebeaker.session.ExecutionId;
import dev.codebeaker.session.SessionId;
import dev.codebeaker.wire.message.CommandRequest;
import dev.codebeaker.wire.message.RunRequest;
import java.util.Map;
import java.util.Optional;

/** A JSON-RPC method with its parameters, parsed. {@link RpcMethods} has the names. */
sealed interface RpcCall {
  /** Tells what the client can do; answered with what the two can do together. */
  record Initialize(ClientCapabilities capabilities) implements RpcCall {}

  record LanguageList() implements RpcCall {}

  record RuntimeList() implements RpcCall {}

  record RuntimeVersions() implements RpcCall {}

  /** Which runtime would be chosen, and why. */
  record RuntimeExplain(dev.codebeaker.session.SessionRequest request) implements RpcCall {}

  record SessionCreate(dev.codebeaker.session.SessionRequest request) implements RpcCall {}

  record SessionGet(SessionId session) implements RpcCall {}

  record SessionList() implements RpcCall {}

  record SessionExecute(
      SessionId session, CommandRequest command, Map<Limit, Long> limits, boolean stream)
      implements RpcCall {}

  record SessionInput(SessionId session, Optional<ExecutionId> execution, byte[] data, boolean end)
      implements RpcCall {}

  record SessionSignal(SessionId session, Optional<ExecutionId> execution, Signal signal)
      implements RpcCall {}

  record SessionResize(SessionId session, Optional<ExecutionId> execution, TerminalSize size)
      implements RpcCall {}

  record SessionCancel(SessionId session, Optional<ExecutionId> execution) implements RpcCall {}

  record SessionClose(SessionId session) implements RpcCall {}

  record ExecutionRun(RunRequest request) implements RpcCall {}
}
