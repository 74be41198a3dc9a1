package dev.codebeaker.wire.websocket;

import dev.codebeaker.admission.Owner;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.wire.BlockingCalls;
import dev.codebeaker.wire.Outbox;
import dev.codebeaker.wire.WireConfig;
import dev.codebeaker.wire.json.StrictJson;
import dev.codebeaker.wire.rpc.RpcServer;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.InboundProcessingMode;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * JSON-RPC 2.0 over a WebSocket, one message a text frame.
 *
 * <p>Messages are handled on the event loop in the order they arrive, none of them waits for the
 * answer to another (so a cancel overtakes what it cancels), and nothing here blocks.
 */
@Singleton
@WebSocket(path = RpcSocket.PATH, inboundProcessingMode = InboundProcessingMode.CONCURRENT)
public class RpcSocket {
  static final String PATH = "/rpc";
  static final TypedKey<Owner> OWNER = new TypedKey<>("codebeaker.owner");
  private static final TypedKey<Client> CLIENT = new TypedKey<>("codebeaker.client");
  private static final int MESSAGE_TOO_BIG = 1009;
  private static final Logger LOG = Logger.getLogger(RpcSocket.class);

  private record Client(RpcConnection connection, Inbox inbox) {}

  private final RpcServer server;
  private final OpenSockets sockets;
  private final BlockingCalls threads;
  private final WireConfig config;

  RpcSocket(RpcServer server, OpenSockets sockets, BlockingCalls threads, WireConfig config) {
    this.server = server;
    this.sockets = sockets;
    this.threads = threads;
    this.config = config;
  }

  @OnOpen
  @NonBlocking
  void opened(WebSocketConnection socket) {
    Owner owner = Optional.ofNullable(socket.userData().get(OWNER)).orElse(Owner.ANONYMOUS);
    Outbox<String> outbox = new Outbox<>(new SocketWire(socket), String::length, config);
    RpcConnection connection = new RpcConnection(owner, outbox, config);
    socket.userData().put(CLIENT, new Client(connection, new Inbox(threads)));
    sockets.opened(socket, outbox);
  }

  @OnTextMessage
  @NonBlocking
  void received(String text, WebSocketConnection socket) {
    Client client = client(socket);
    RpcConnection connection = client.connection();
    try {
      connection.begin(text.length());
    } catch (ServiceException e) {
      server.refuse(text, e).ifPresent(connection.outbox()::send);
      return;
    }
    client
        .inbox()
        .handle(
            text.length(),
            () -> answer(connection, text.length(), () -> receive(text, connection)));
  }

  private CompletableFuture<Optional<String>> receive(String text, RpcConnection connection) {
    return text.endsWith(FrameGuard.NOT_UTF8)
        ? CompletableFuture.failedFuture(StrictJson.notUtf8())
        : server.receive(text, connection);
  }

  private static void answer(
      RpcConnection connection, int size, Supplier<CompletableFuture<Optional<String>>> received) {
    received
        .get()
        .whenComplete(
            (answer, failure) -> {
              connection.end(size);
              if (failure != null) {
                connection.outbox().send(RpcServer.refusal(failure));
              } else {
                answer.ifPresent(connection.outbox()::send);
              }
            });
  }

  @OnBinaryMessage
  @NonBlocking
  void received(Buffer bytes, WebSocketConnection socket) {
    ServiceException refused =
        ServiceException.of(
                ErrorCode.INVALID_REQUEST,
                "this was a binary message of " + bytes.length() + " bytes")
            .fix("send JSON-RPC as text messages, and bytes inside them as base64");
    client(socket).connection().outbox().send(RpcServer.refusal(refused));
  }

  @OnClose
  @NonBlocking
  void closed(WebSocketConnection socket) {
    sockets.closed(socket);
    client(socket).connection().disconnected();
  }

  /** What went wrong below JSON-RPC: the stream can not be trusted any more. */
  @OnError
  @NonBlocking
  void failed(Throwable trouble, WebSocketConnection socket) {
    if (socket.isClosed()) {
      return;
    }
    LOG.debugf(trouble, "Closing WebSocket %s", socket.id());
    CloseReason reason =
        isTooBig(trouble)
            ? new CloseReason(MESSAGE_TOO_BIG, "the message is too big")
            : new CloseReason(CloseReason.INTERNAL_SERVER_ERROR.getCode(), "the service failed");
    socket.close(reason).subscribe().with(_ -> {}, _ -> {});
  }

  private static boolean isTooBig(Throwable trouble) {
    String message = String.valueOf(trouble.getMessage()).toLowerCase(java.util.Locale.ROOT);
    return message.contains("overflow max message size");
  }

  private static Client client(WebSocketConnection socket) {
    return java.util.Objects.requireNonNull(socket.userData().get(CLIENT));
  }
}
