package dev.codebeaker.wire.websocket;

import dev.codebeaker.wire.Outbox;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;

/** Writes to a socket without blocking. */
record SocketWire(WebSocketConnection socket) implements Outbox.Wire<String> {
  private static final int POLICY_VIOLATION = 1008;

  @Override
  public void write(String text, Runnable done) {
    // A failure means that the connection is gone, which its close tells everybody.
    socket.sendText(text).subscribe().with(_ -> done.run(), _ -> done.run());
  }

  @Override
  public void giveUp() {
    socket
        .close(new CloseReason(POLICY_VIOLATION, "answers are not being read"))
        .subscribe()
        .with(_ -> {}, _ -> {});
  }
}
