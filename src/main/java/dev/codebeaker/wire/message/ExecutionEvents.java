package dev.codebeaker.wire.message;

import dev.codebeaker.execution.OutputChunk;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.session.ExecutionId;
import dev.codebeaker.session.SessionId;
import dev.codebeaker.wire.message.Encoding.Encoded;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns what one execution does into events: started, then its output in order, then completed.
 *
 * <p>Output may come before the caller of the service knows the execution's name; it waits until
 * {@link #accepted}. No lock is held while the receiver is offered output, since that may block.
 */
public final class ExecutionEvents implements OutputSink {
  /** Takes the events. */
  public interface Receiver {
    /** Takes what must not be lost. Never blocks. */
    void send(ExecutionEvent event);

    /**
     * Takes output; may block for a short while.
     *
     * @return false if it was dropped
     */
    boolean offer(ExecutionEvent event);
  }

  private final Receiver receiver;
  private final Optional<String> session;
  private final ChunkDecoder stdout = new ChunkDecoder();
  private final ChunkDecoder stderr = new ChunkDecoder();
  private volatile String execution = "";
  private long sequence;
  private long droppedBytes;
  private long droppedChunks;

  private final Object naming = new Object();
  private boolean named;
  private List<OutputChunk> early = new ArrayList<>();

  private final Object starting = new Object();
  private boolean started;

  public ExecutionEvents(Receiver receiver, Optional<SessionId> session) {
    this.receiver = receiver;
    this.session = session.map(SessionId::value);
  }

  /** Names the execution. */
  public void accepted(ExecutionId id) {
    execution = id.value();
    while (true) {
      List<OutputChunk> chunks;
      synchronized (naming) {
        chunks = early;
        early = new ArrayList<>();
        named = chunks.isEmpty();
      }
      if (chunks.isEmpty()) {
        return;
      }
      chunks.forEach(this::show);
    }
  }

  @Override
  public void accept(OutputChunk chunk) {
    synchronized (naming) {
      if (!named) {
        early.add(chunk);
        return;
      }
    }
    show(chunk);
  }

  public void started() {
    synchronized (starting) {
      if (!started) {
        started = true;
        receiver.send(new ExecutionEvent.Started(session, execution));
      }
    }
  }

  public void completed(ExecutionAnswer answer) {
    stdout.end().ifPresent(rest -> output(OutputChunk.Stream.STDOUT, rest));
    stderr.end().ifPresent(rest -> output(OutputChunk.Stream.STDERR, rest));
    if (droppedChunks > 0) {
      receiver.send(dropped());
    }
    receiver.send(ExecutionEvent.Completed.of(session, answer));
  }

  private void show(OutputChunk chunk) {
    started();
    switch (chunk) {
      case OutputChunk.Bytes bytes ->
          decoder(bytes.stream())
              .next(bytes.data())
              .ifPresent(encoded -> output(bytes.stream(), encoded));
      case OutputChunk.Rich rich ->
          offer(
              new ExecutionEvent.Display(
                  session, execution, rich.bundle(), rich.value(), sequence++),
              rich.bundle().values().stream().mapToLong(String::length).sum());
    }
  }

  private ChunkDecoder decoder(OutputChunk.Stream stream) {
    return switch (stream) {
      case STDOUT -> stdout;
      case STDERR -> stderr;
    };
  }

  private void output(OutputChunk.Stream stream, Encoded encoded) {
    offer(
        new ExecutionEvent.Output(
            session,
            execution,
            stream.label(),
            encoded.text(),
            sequence++,
            encoded.encoding().label()),
        encoded.text().length());
  }

  private void offer(ExecutionEvent event, long bytes) {
    if (droppedChunks > 0 && receiver.offer(dropped())) {
      droppedBytes = 0;
      droppedChunks = 0;
    }
    if (droppedChunks > 0 || !receiver.offer(event)) {
      droppedBytes += bytes;
      droppedChunks++;
    }
  }

  private ExecutionEvent.Dropped dropped() {
    return new ExecutionEvent.Dropped(session, execution, droppedBytes, droppedChunks);
  }
}
