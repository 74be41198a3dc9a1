package dev.codebeaker.wire.websocket;

import dev.codebeaker.lifecycle.Connections;
import dev.codebeaker.wire.Outbox;
import dev.codebeaker.wire.rpc.RpcServer;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The WebSocket connections that are open. */
@Singleton
final class OpenSockets implements Connections {
  private static final CloseReason GOING_AWAY = new CloseReason(1001, "the service shuts down");

  private final Map<WebSocketConnection, Outbox<String>> open = new ConcurrentHashMap<>();

  void opened(WebSocketConnection socket, Outbox<String> outbox) {
    open.put(socket, outbox);
  }

  void closed(WebSocketConnection socket) {
    open.remove(socket);
  }

  int count() {
    return open.size();
  }

  @Override
  public void tellDraining(Duration remaining) {
    String text = RpcServer.draining(remaining);
    open.values().forEach(outbox -> outbox.send(text));
  }

  @Override
  public void closeAll() {
    open.forEach((socket, outbox) -> outbox.closeBehind(() -> close(socket)));
  }

  private static void close(WebSocketConnection socket) {
    socket.close(GOING_AWAY).subscribe().with(_ -> {}, _ -> {});
  }
}
