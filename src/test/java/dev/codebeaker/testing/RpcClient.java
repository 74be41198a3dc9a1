package dev.codebeaker.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A JSON-RPC client over a real WebSocket: {@code client.call("session.get", p ->
 * p.put("sessionId", id)).result()}. Whatever the server does not answer in time fails the test.
 */
public final class RpcClient implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long PATIENCE_SECONDS = 20;

  private final WebSocket socket;
  private final Listener listener;
  private final AtomicLong ids = new AtomicLong();

  private RpcClient(WebSocket socket, Listener listener) {
    this.socket = socket;
    this.listener = listener;
  }

  public static RpcClient connect(URI uri, String... headers) {
    Listener listener = new Listener();
    WebSocket.Builder builder =
        HttpClient.newHttpClient().newWebSocketBuilder().connectTimeout(Duration.ofSeconds(10));
    for (int i = 0; i < headers.length; i += 2) {
      builder.header(headers[i], headers[i + 1]);
    }
    return new RpcClient(builder.buildAsync(uri, listener).join(), listener);
  }

  /** An answer that may not be there yet. */
  public record Answer(CompletableFuture<JsonNode> message) {
    public JsonNode await() {
      return get(message);
    }

    public JsonNode result() {
      JsonNode answer = await();
      assertThat(answer.has("error")).as(answer.toString()).isFalse();
      return answer.get("result");
    }

    public JsonNode error() {
      JsonNode answer = await();
      assertThat(answer.has("error")).as(answer.toString()).isTrue();
      return answer.get("error");
    }

    /** The word for what went wrong. */
    public String errorName() {
      return error().path("data").path("error").asText();
    }
  }

  public Answer call(String method, Consumer<ObjectNode> params) {
    String id = "c" + ids.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    listener.expected.put(id, answer);
    ObjectNode request = JSON.createObjectNode().put("jsonrpc", "2.0").put("id", id);
    request.put("method", method);
    params.accept(request.putObject("params"));
    send(request.toString());
    return new Answer(answer);
  }

  public Answer call(String method) {
    return call(method, _ -> {});
  }

  /** Code in a session. */
  public Answer execute(String session, String code, Consumer<ObjectNode> more) {
    return call(
        "session.execute",
        params -> {
          params.put("sessionId", session);
          params.putObject("command").put("type", "execute").put("code", code);
          more.accept(params);
        });
  }

  public Answer execute(String session, String code) {
    return execute(session, code, _ -> {});
  }

  public Answer command(String session, Consumer<ObjectNode> command) {
    return call(
        "session.execute",
        params -> {
          params.put("sessionId", session);
          command.accept(params.putObject("command"));
        });
  }

  /** Opens a session and tells its name. */
  public String session(String language) {
    return call("session.create", params -> params.put("language", language))
        .result()
        .get("sessionId")
        .asText();
  }

  public void send(String text) {
    get(socket.sendText(text, true));
  }

  public void sendBytes(byte[] bytes) {
    get(socket.sendBinary(ByteBuffer.wrap(bytes), true));
  }

  /** The next message that is no answer to {@link #call}. */
  public JsonNode next() {
    try {
      JsonNode message = listener.others.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(message).as("a message within %s s", PATIENCE_SECONDS).isNotNull();
      return message;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Every message so far, in the order of arrival. */
  public List<JsonNode> messages() {
    return listener.all;
  }

  /** Stops reading; what the server sends stays in the sockets between. */
  public void pause() {
    listener.paused = true;
  }

  public void resume() {
    listener.paused = false;
    socket.request(Long.MAX_VALUE / 2);
  }

  /** The status that the server closes with. */
  public int closeCode() {
    return get(listener.closed);
  }

  public boolean isOpen() {
    return !listener.closed.isDone();
  }

  /** Goes away without a word. */
  public void abort() {
    socket.abort();
  }

  @Override
  public void close() {
    if (!socket.isOutputClosed()) {
      socket.sendClose(WebSocket.NORMAL_CLOSURE, "").orTimeout(5, TimeUnit.SECONDS);
    }
  }

  private static <T> T get(CompletableFuture<T> future) {
    return future.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  private static final class Listener implements WebSocket.Listener {
    private final ConcurrentHashMap<String, CompletableFuture<JsonNode>> expected =
        new ConcurrentHashMap<>();
    private final BlockingQueue<JsonNode> others = new LinkedBlockingQueue<>();
    private final List<JsonNode> all = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private volatile boolean paused;

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      partial.append(data);
      if (last) {
        received(partial.toString());
        partial.setLength(0);
      }
      if (!paused) {
        socket.request(1);
      }
      return null;
    }

    private void received(String text) {
      try {
        JsonNode message = JSON.readTree(text.getBytes(UTF_8));
        all.add(message);
        CompletableFuture<JsonNode> answer = expected.remove(message.path("id").asText());
        if (answer != null) {
          answer.complete(message);
        } else {
          others.add(message);
        }
      } catch (JsonProcessingException e) {
        throw new AssertionError("not JSON: " + text, e);
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closed.complete(code);
      expected
          .values()
          .forEach(f -> f.completeExceptionally(new AssertionError("closed with " + code)));
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      closed.completeExceptionally(error);
      expected.values().forEach(answer -> answer.completeExceptionally(error));
    }
  }
}
