package dev.codebeaker.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** One WebSocket to the service, for any number of calls at once. */
final class RpcSocket implements WebSocket.Listener, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final AtomicInteger ids = new AtomicInteger();
  private final AtomicLong streamed = new AtomicLong();
  private final LinkedBlockingQueue<Boolean> pongs = new LinkedBlockingQueue<>();
  private final ReentrantLock sending = new ReentrantLock();
  private final StringBuilder partial = new StringBuilder();
  private final WebSocket socket;
  private volatile long firstOutputAt;

  RpcSocket(HttpClient client, int port) {
    socket =
        client
            .newWebSocketBuilder()
            .buildAsync(URI.create("ws://127.0.0.1:" + port + "/rpc"), this)
            .join();
  }

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** The result; an error ends the benchmark. */
  JsonNode call(String method, ObjectNode params) throws Exception {
    JsonNode response = response(method, params);
    if (response.hasNonNull("error")) {
      throw new IllegalStateException(method + ": " + response.get("error"));
    }
    return response.get("result");
  }

  /** The whole answer, with a result or an error. */
  JsonNode response(String method, ObjectNode params) throws Exception {
    int id = ids.incrementAndGet();
    ObjectNode request = object();
    request.put("jsonrpc", "2.0").put("id", id).put("method", method).set("params", params);
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    String text = JSON.writeValueAsString(request);
    sending.lock();
    try {
      socket.sendText(text, true).get(120, TimeUnit.SECONDS);
    } finally {
      sending.unlock();
    }
    return answer.get(120, TimeUnit.SECONDS);
  }

  /** Work that calls. */
  interface Call {
    JsonNode run() throws Exception;
  }

  /** When the first output of a call came, on the clock of nanoTime. */
  long firstOutput(Call call) throws Exception {
    firstOutputAt = 0;
    call.run();
    return firstOutputAt;
  }

  /** One frame there and one back, answered by the server's WebSocket layer alone. */
  void ping() throws Exception {
    socket.sendPing(ByteBuffer.allocate(4)).get();
    if (pongs.poll(10, TimeUnit.SECONDS) == null) {
      throw new IllegalStateException("no pong");
    }
  }

  /** How many characters of output came as notifications so far. */
  long streamedCharacters() {
    return streamed.get();
  }

  @Override
  public CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer message) {
    var unused = pongs.offer(true);
    webSocket.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      String text = partial.toString();
      partial.setLength(0);
      receive(text);
    }
    webSocket.request(1);
    return null;
  }

  private void receive(String text) {
    try {
      JsonNode message = JSON.readTree(text);
      if (message.hasNonNull("id")) {
        CompletableFuture<JsonNode> answer = waiting.remove(message.get("id").asInt());
        if (answer != null) {
          answer.complete(message);
        }
      } else if (message.path("method").asText().equals("execution.output")) {
        if (firstOutputAt == 0) {
          firstOutputAt = System.nanoTime();
        }
        streamed.addAndGet(message.path("params").path("data").asText().length());
      }
    } catch (java.io.IOException broken) {
      waiting.values().forEach(answer -> answer.completeExceptionally(broken));
    }
  }

  @Override
  public void close() {
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "done").join();
  }
}
