package dev.codebeaker.wire.rest;

import dev.codebeaker.admission.Owner;
import dev.codebeaker.session.Submission;
import dev.codebeaker.wire.Outbox;
import dev.codebeaker.wire.rpc.ClientCapabilities;
import dev.codebeaker.wire.rpc.RpcPeer;
import java.util.Optional;

/** The client of one JSON-RPC message over HTTP: it can be told nothing but the answer. */
record HttpPeer(Owner owner, Disconnect disconnect) implements RpcPeer {
  @Override
  public Optional<Outbox<String>> notifications() {
    return Optional.empty();
  }

  @Override
  public ClientCapabilities capabilities() {
    return ClientCapabilities.ALL;
  }

  /** There is no later message that it could matter to. */
  @Override
  public void negotiated(ClientCapabilities capabilities) {}

  @Override
  public void owns(Submission submission) {
    disconnect.cancels(submission);
  }
}
