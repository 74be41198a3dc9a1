package dev.codebeaker.telemetry;

import dev.codebeaker.failure.ServiceException;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One span for each call of a client that does not come with an HTTP request of its own. */
public final class CallTracing {
  private static final String SYSTEM = "jsonrpc";
  private static final TextMapPropagator PROPAGATOR = W3CTraceContextPropagator.getInstance();
  private static final TextMapGetter<Map<String, String>> CARRIER =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, String> carrier) {
          return carrier.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
          return carrier == null ? null : carrier.get(key);
        }
      };

  private final Tracer tracer;

  public CallTracing(Tracer tracer) {
    this.tracer = tracer;
  }

  /**
   * Makes a call under a span that ends when the call is answered. The span is current while {@code
   * call} runs; what it hands to other threads must be wrapped by {@code Context.current()}.
   *
   * @param method one of the methods the service knows; never the client's own text
   * @param carrier the client's trace context in the fields of W3C Trace Context ({@code
   *     traceparent}, {@code tracestate}), which the span continues; one that is malformed is
   *     ignored, as that specification wants it
   */
  public <A extends CompletionStage<?>> A trace(
      String method, Map<String, String> carrier, Supplier<A> call) {
    Span span =
        tracer
            .spanBuilder(Attributes.CALL + " " + method)
            .setParent(
                carrier.isEmpty()
                    ? Context.current()
                    : PROPAGATOR.extract(Context.current(), carrier, CARRIER))
            .startSpan();
    span.setAttribute(Attributes.RPC_SYSTEM, SYSTEM).setAttribute(Attributes.RPC_METHOD, method);
    try (Scope _ = span.makeCurrent()) {
      A answer = call.get();
      answer.whenComplete(
          (_, failure) -> {
            if (failure != null) {
              failed(span, failure);
            }
            span.end();
          });
      return answer;
    } catch (RuntimeException failure) {
      failed(span, failure);
      span.end();
      throw failure;
    }
  }

  private static void failed(Span span, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException wrapper && wrapper.getCause() != null
            ? wrapper.getCause()
            : failure;
    String type =
        cause instanceof ServiceException known
            ? known.code().name()
            : cause.getClass().getSimpleName();
    span.setAttribute(Attributes.ERROR, type).setStatus(StatusCode.ERROR);
  }
}
