package dev.codebeaker.runtime.wasm.worker.protocol;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.Outcome.ContextState;
import dev.codebeaker.execution.OutputChunk;
import dev.codebeaker.execution.OutputChunk.Stream;
import dev.codebeaker.execution.Usage;
import dev.codebeaker.runtime.Settling;
import dev.codebeaker.runtime.wasm.worker.protocol.FromWorker.Answered;
import dev.codebeaker.runtime.wasm.worker.protocol.FromWorker.Closed;
import dev.codebeaker.runtime.wasm.worker.protocol.FromWorker.Ended;
import dev.codebeaker.runtime.wasm.worker.protocol.FromWorker.Failed;
import dev.codebeaker.runtime.wasm.worker.protocol.FromWorker.Output;
import dev.codebeaker.runtime.wasm.worker.protocol.FromWorker.Ready;
import dev.codebeaker.runtime.wasm.worker.protocol.FromWorker.Settled;
import dev.codebeaker.runtime.wasm.worker.protocol.FromWorker.Unfit;
import java.io.IOException;

/** How {@link FromWorker} is written and read. */
public final class Reports {
  /** Pieces of a stream are no longer than this. */
  public static final int MOST_OUTPUT_BYTES = 64 << 10;

  /** What one execution may show beside its streams, and so the longest frame on a lane. */
  public static final int MOST_SHOWN_BYTES = 17 << 20;

  /** The longest frame that is not shown, and so the longest on the control connection. */
  public static final int MOST_OF_ANYTHING_ELSE = MOST_OUTPUT_BYTES + 1024;

  private static final Stream[] STREAMS = Stream.values();
  private static final ContextState[] STATES = ContextState.values();
  private static final Limit[] LIMITS = Limit.values();
  private static final Settling[] SETTLINGS = Settling.values();

  private static final int BYTES = 1;
  private static final int SHOWN = 2;
  private static final int EXITED = 3;
  private static final int SIGNALLED = 4;
  private static final int LIMITED = 5;
  private static final int TRAPPED = 6;
  private static final int CANCELLED = 7;
  private static final int FAILED = 8;
  private static final int CLOSED = 9;
  private static final int READY = 10;
  private static final int UNFIT = 11;
  private static final int ANSWERED = 12;
  private static final int SETTLED = 13;

  private Reports() {}

  public static void write(FrameBuffer to, FromWorker report) {
    switch (report) {
      case Output(OutputChunk.Bytes(Stream stream, byte[] data)) -> {
        output(to, stream, data);
        return;
      }
      case Output(OutputChunk.Rich rich) -> to.begin(SHOWN).flag(rich.value()).texts(rich.bundle());
      case Ended(Outcome outcome) -> write(to, outcome);
      case Failed failed -> Codes.failure(to.begin(FAILED), failed.failure());
      case Closed() -> to.begin(CLOSED);
      case Ready() -> to.begin(READY);
      case Unfit(String reason) -> to.begin(UNFIT).text(Codes.clipped(reason));
      case Settled(Settling what, long nanos) ->
          to.begin(SETTLED).small(what.ordinal()).large(nanos);
      case Answered answered -> {
        to.begin(ANSWERED).large(answered.request());
        to.optional(answered.refusal(), refusal -> Codes.failure(to, refusal));
      }
    }
    to.end();
  }

  private static void output(FrameBuffer to, Stream stream, byte[] data) {
    for (int from = 0; from < data.length; from += MOST_OUTPUT_BYTES) {
      int length = Math.min(MOST_OUTPUT_BYTES, data.length - from);
      to.begin(BYTES).small(stream.ordinal()).bytes(data, from, length).end();
    }
  }

  private static void write(FrameBuffer to, Outcome outcome) {
    switch (outcome) {
      case Outcome.Exited exited -> to.begin(EXITED).number(exited.code());
      case Outcome.Signalled signalled -> to.begin(SIGNALLED).text(signalled.signal());
      case Outcome.LimitExceeded exceeded -> to.begin(LIMITED).small(exceeded.limit().ordinal());
      case Outcome.Trapped trapped -> to.begin(TRAPPED).text(Codes.clipped(trapped.reason()));
      case Outcome.Cancelled cancelled ->
          to.begin(CANCELLED).text(Codes.clipped(cancelled.reason()));
      case Outcome.NotCompiled _ ->
          throw new IllegalStateException("what runs in a worker is never compiled");
    }
    Codes.usage(to, outcome.usage());
    to.small(outcome.state().ordinal());
  }

  public static FromWorker read(FrameReader from) throws IOException {
    FrameBody body = from.next();
    int kind = body.small();
    if (kind != SHOWN && body.size() > MOST_OF_ANYTHING_ELSE) {
      throw new MalformedFrame("a report of " + body.size() + " bytes");
    }
    return body.last(
        switch (kind) {
          case BYTES -> new Output(bytes(body));
          case SHOWN -> new Output(shown(body));
          case EXITED, SIGNALLED, LIMITED, TRAPPED, CANCELLED -> new Ended(outcome(kind, body));
          case FAILED -> new Failed(Codes.failure(body));
          case CLOSED -> new Closed();
          case READY -> new Ready();
          case UNFIT -> new Unfit(body.text());
          case SETTLED -> new Settled(body.one(SETTLINGS), body.large());
          case ANSWERED -> new Answered(body.large(), body.optional(() -> Codes.failure(body)));
          default -> throw new MalformedFrame("no report has the number " + kind);
        });
  }

  private static OutputChunk bytes(FrameBody from) throws MalformedFrame {
    Stream stream = from.one(STREAMS);
    byte[] data = from.bytes();
    if (data.length == 0 || data.length > MOST_OUTPUT_BYTES) {
      throw new MalformedFrame("output of " + data.length + " bytes");
    }
    return new OutputChunk.Bytes(stream, data);
  }

  private static OutputChunk shown(FrameBody from) throws MalformedFrame {
    boolean value = from.flag();
    return new OutputChunk.Rich(from.textsByName(), value);
  }

  private static Outcome outcome(int kind, FrameBody from) throws MalformedFrame {
    return switch (kind) {
      case EXITED -> {
        int code = from.number();
        yield new Outcome.Exited(code, usage(from), state(from));
      }
      case LIMITED -> {
        Limit limit = from.one(LIMITS);
        yield new Outcome.LimitExceeded(limit, usage(from), state(from));
      }
      default -> {
        String text = from.text();
        Usage usage = usage(from);
        ContextState state = state(from);
        yield switch (kind) {
          case SIGNALLED -> new Outcome.Signalled(text, usage, state);
          case TRAPPED -> new Outcome.Trapped(text, usage, state);
          default -> new Outcome.Cancelled(text, usage, state);
        };
      }
    };
  }

  private static Usage usage(FrameBody from) throws MalformedFrame {
    return Codes.usage(from);
  }

  private static ContextState state(FrameBody from) throws MalformedFrame {
    return from.one(STATES);
  }
}
