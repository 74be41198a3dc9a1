package dev.codebeaker.wire.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.selection.Languages;
import dev.codebeaker.telemetry.CallTracing;
import dev.codebeaker.wire.WireConfig;
import dev.codebeaker.wire.json.StrictJson;
import dev.codebeaker.wire.message.Failure;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * JSON-RPC 2.0: a message in, at most one message out. Never blocks; calls begin in the order they
 * arrive, within a batch too, and are answered as they end.
 */
@Singleton
public final class RpcServer {
  private static final Optional<String> SILENCE = Optional.empty();

  private final RpcDispatcher dispatcher;
  private final Languages languages;
  private final WireConfig config;
  private final CallTracing tracing;

  RpcServer(RpcDispatcher dispatcher, Languages languages, WireConfig config, CallTracing tracing) {
    this.dispatcher = dispatcher;
    this.tracing = tracing;
    this.languages = languages;
    this.config = config;
  }

  /** The answer; empty if the message only held notifications. It never fails. */
  public CompletableFuture<Optional<String>> receive(String text, RpcPeer peer) {
    return receive(text.length(), () -> StrictJson.parse(text), peer);
  }

  /** As {@link #receive(String, RpcPeer)}, for bytes that should be UTF-8. */
  public CompletableFuture<Optional<String>> receive(byte[] utf8, RpcPeer peer) {
    return receive(utf8.length, () -> StrictJson.parse(utf8), peer);
  }

  /** The answer to what was no request at all. */
  public static String refusal(Throwable why) {
    return RpcText.error(NullNode.instance, Failure.of(why));
  }

  /**
   * The answer to a message whose calls are not begun, for whatever is in it; empty if it only held
   * notifications. It costs one pass over the text, and no memory.
   */
  public Optional<String> refuse(String text, ServiceException why) {
    CallIds calls = CallIds.of(text, config.maxBatch());
    if (calls.ids().isEmpty()) {
      return SILENCE;
    }
    Failure told = Failure.of(why);
    String errors =
        calls.ids().stream().map(id -> RpcText.error(id, told)).collect(Collectors.joining(","));
    return Optional.of(calls.batch() ? "[" + errors + "]" : errors);
  }

  /** The notification that the service is about to go. */
  public static String draining(Duration remaining) {
    return RpcText.draining(remaining.toMillis());
  }

  private CompletableFuture<Optional<String>> receive(
      long size, Supplier<JsonNode> parsed, RpcPeer peer) {
    try {
      if (size > config.maxMessageBytes()) {
        throw tooLarge(size);
      }
      JsonNode node = parsed.get();
      return node instanceof ArrayNode nodes ? batch(nodes, peer) : one(node, peer);
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(Optional.of(refusal(e)));
    }
  }

  private ServiceException tooLarge(long size) {
    return ServiceException.of(
            ErrorCode.TOO_LARGE,
            "the message has " + size + " bytes, more than " + config.maxMessageBytes())
        .field("message")
        .fix("send at most " + config.maxMessageBytes() + " bytes; write large files in parts");
  }

  private CompletableFuture<Optional<String>> batch(ArrayNode nodes, RpcPeer peer) {
    if (nodes.isEmpty()) {
      throw ServiceException.of(ErrorCode.INVALID_REQUEST, "the batch is empty")
          .fix("put at least one request into the array");
    }
    if (nodes.size() > config.maxBatch()) {
      throw ServiceException.of(
              ErrorCode.TOO_LARGE,
              "the batch has " + nodes.size() + " calls, more than " + config.maxBatch())
          .fix("send it in parts");
    }
    List<CompletableFuture<Optional<String>>> answers = new ArrayList<>();
    nodes.forEach(node -> answers.add(one(node, peer)));
    return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
        .thenApply(_ -> joined(answers));
  }

  private static Optional<String> joined(List<CompletableFuture<Optional<String>>> answers) {
    List<String> texts =
        answers.stream().map(CompletableFuture::join).flatMap(Optional::stream).toList();
    return texts.isEmpty() ? SILENCE : Optional.of("[" + String.join(",", texts) + "]");
  }

  private CompletableFuture<Optional<String>> one(JsonNode node, RpcPeer peer) {
    RpcRequest request;
    try {
      request = RpcRequest.read(node);
    } catch (ServiceException e) {
      return CompletableFuture.completedFuture(
          Optional.of(RpcText.error(RpcRequest.idOf(node), Failure.of(e))));
    }
    return called(request, peer)
        .handle((result, failure) -> answer(request, result, Optional.ofNullable(failure)));
  }

  private CompletableFuture<?> called(RpcRequest request, RpcPeer peer) {
    try {
      RpcCall call = RpcMethods.parse(request.method(), request.params(), languages);
      return tracing.trace(
          request.method(), request.trace(), () -> dispatcher.dispatch(call, peer));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static Optional<String> answer(
      RpcRequest request, Object result, Optional<Throwable> failure) {
    // A notification's failure is logged like any other, and not answered.
    Optional<Failure> told = failure.map(Failure::of);
    return request
        .id()
        .map(id -> told.map(f -> RpcText.error(id, f)).orElseGet(() -> RpcText.result(id, result)));
  }
}
