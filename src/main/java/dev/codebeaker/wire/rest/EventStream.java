package dev.codebeaker.wire.rest;

import dev.codebeaker.wire.Outbox;
import dev.codebeaker.wire.WireConfig;
import dev.codebeaker.wire.json.JsonText;
import dev.codebeaker.wire.message.CommandAnswer;
import dev.codebeaker.wire.message.ExecutionEvent;
import dev.codebeaker.wire.message.ExecutionEvents;
import dev.codebeaker.wire.message.Failure;
import dev.codebeaker.wire.message.FileAnswer;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The server-sent events of one execution: bounded by an {@link Outbox}, which takes the client's
 * demand for the next event as the word that the one before has been written.
 */
final class EventStream implements ExecutionEvents.Receiver, Outbox.Wire<EventStream.Message> {
  /** One event: its name and its data. */
  record Message(String name, String data) {
    int length() {
      return name.length() + data.length();
    }
  }

  private static final String ERROR = "error";
  private static final String COMPLETED = "completed";

  private final Sse sse;
  private final Outbox<Message> outbox;
  private final UnicastProcessor<OutboundSseEvent> events = UnicastProcessor.create();

  private final Object confirming = new Object();
  private final Deque<Runnable> unconfirmed = new ArrayDeque<>();

  EventStream(Sse sse, WireConfig config) {
    this.sse = sse;
    this.outbox = new Outbox<>(this, Message::length, config);
  }

  /** For the framework to write, once. */
  Multi<OutboundSseEvent> events() {
    return events.onRequest().invoke(this::confirm).onCancellation().invoke(outbox::close);
  }

  @Override
  public void send(ExecutionEvent event) {
    outbox.send(message(event));
  }

  @Override
  public boolean offer(ExecutionEvent event) {
    return outbox.offer(message(event));
  }

  private static Message message(ExecutionEvent event) {
    return new Message(event.name(), JsonText.of(event));
  }

  /** The execution is over, in one way or the other; the last event tells it. */
  void end(@Nullable CommandAnswer answer, @Nullable Throwable failure) {
    if (failure != null) {
      outbox.send(new Message(ERROR, JsonText.of(Problem.of(Failure.of(failure)))));
    } else if (answer instanceof FileAnswer file) {
      outbox.send(new Message(COMPLETED, JsonText.of(file)));
    }
    outbox.closeBehind(events::onComplete);
  }

  @Override
  public void write(Message message, Runnable done) {
    synchronized (confirming) {
      unconfirmed.add(done);
    }
    events.onNext(sse.newEvent(message.name(), message.data()));
  }

  @Override
  public void giveUp() {
    events.onError(new IllegalStateException("the events are not being read"));
  }

  private void confirm(long more) {
    for (long i = 0; i < more; i++) {
      Runnable done;
      synchronized (confirming) {
        done = unconfirmed.poll();
      }
      if (done == null) {
        return;
      }
      done.run();
    }
  }
}
