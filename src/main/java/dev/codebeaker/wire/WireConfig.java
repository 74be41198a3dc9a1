package dev.codebeaker.wire;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What may come in and go out over JSON-RPC and REST. All sizes are in bytes. */
@ConfigMapping(prefix = "codebeaker.wire")
public interface WireConfig {
  /**
   * The largest JSON-RPC message or REST document. A larger one is refused with {@code TOO_LARGE},
   * and the connection lives on as long as it fits {@code
   * quarkus.websockets-next.server.max-frame-size}.
   */
  @WithDefault("33554432")
  int maxMessageBytes();

  /** How many calls one JSON-RPC batch may hold. */
  @WithDefault("100")
  int maxBatch();

  /** How much of standard output, and of standard error, an answer holds. */
  @WithDefault("1048576")
  int captureBytes();

  /** How much an answer holds of what the code showed as MIME bundles (figures, tables). */
  @WithDefault("8388608")
  int resultBytes();

  /** How many WebSocket connections may be open. */
  @WithDefault("4000")
  int maxConnections();

  /** How many calls of one connection may be unanswered; further ones are refused. */
  @WithDefault("256")
  int maxCallsPerConnection();

  /** How large the unanswered calls of one connection may be together. */
  @WithDefault("67108864")
  int maxCallBytesPerConnection();

  /**
   * How much streamed output may wait for a reader that is slow. Beyond it the program is held up
   * for {@link #slowReaderPatience}, then output is dropped and the client is told how much.
   */
  @WithDefault("4194304")
  int maxWaitingOutputBytes();

  /**
   * How much may wait for a slow reader with the answers to its calls, which are never dropped.
   * Beyond it the connection is closed with 1008.
   */
  @WithDefault("134217728")
  int maxWaitingBytes();

  /** How long a program waits for a slow reader before its output is dropped. */
  @WithDefault("1s")
  Duration slowReaderPatience();

  /**
   * Web pages of these origins ({@code https://example.org}) may open a WebSocket, beside pages
   * that this server serves itself. Clients that are no browsers send no origin and are not
   * affected. {@code *} allows every page.
   */
  Optional<List<String>> allowedOrigins();
}
