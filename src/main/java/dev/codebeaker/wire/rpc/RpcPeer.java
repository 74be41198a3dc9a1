package dev.codebeaker.wire.rpc;

import dev.codebeaker.admission.Owner;
import dev.codebeaker.session.Submission;
import java.util.Optional;

/** The client at the other end of a call: a WebSocket connection, or one HTTP request. */
public interface RpcPeer {
  Owner owner();

  /** Where notifications go; empty where there is no way to send any. */
  Optional<Notifications> notifications();

  ClientCapabilities capabilities();

  void negotiated(ClientCapabilities capabilities);

  /** This execution is to be cancelled when the client goes away. */
  void owns(Submission submission);

  /** Takes notifications in order. */
  interface Notifications {
    /** Sends what must not be lost. Never blocks. */
    void send(String text);

    /**
     * Sends output. Blocks for a short while if the client reads slowly.
     *
     * @return false if it was dropped because the client still did
     */
    boolean offer(String text);
  }
}
