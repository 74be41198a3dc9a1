package dev.codebeaker.wire.rest;

import dev.codebeaker.wire.Outbox;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;

/** Writes server-sent events without blocking. */
record EventWire(SseEventSink sink, Sse sse) implements Outbox.Wire<EventResource.Message> {
  @Override
  public void write(EventResource.Message message, Runnable done) {
    // A failure means that the client is gone, which cancels the execution by another way.
    sink.send(sse.newEvent(message.name(), message.data())).whenComplete((_, _) -> done.run());
  }

  @Override
  public void giveUp() {
    sink.close();
  }
}
