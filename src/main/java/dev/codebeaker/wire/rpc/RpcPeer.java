package dev.codebeaker.wire.rpc;

import dev.codebeaker.admission.Owner;
import dev.codebeaker.session.Submission;
import dev.codebeaker.wire.Outbox;
import java.util.Optional;

/** The client at the other end of a call: a WebSocket connection, or one HTTP request. */
public interface RpcPeer {
  Owner owner();

  /** Where notifications go; empty where there is no way to send any. */
  Optional<Outbox<String>> notifications();

  ClientCapabilities capabilities();

  void negotiated(ClientCapabilities capabilities);

  /** This execution is to be cancelled when the client goes away. */
  void owns(Submission submission);
}
