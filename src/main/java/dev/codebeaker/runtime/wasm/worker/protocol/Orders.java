package dev.codebeaker.runtime.wasm.worker.protocol;

import dev.codebeaker.execution.Language;
import dev.codebeaker.runtime.Toolchain;
import dev.codebeaker.runtime.wasm.worker.protocol.ToWorker.Close;
import dev.codebeaker.runtime.wasm.worker.protocol.ToWorker.EndInput;
import dev.codebeaker.runtime.wasm.worker.protocol.ToWorker.Input;
import dev.codebeaker.runtime.wasm.worker.protocol.ToWorker.Opening;
import dev.codebeaker.runtime.wasm.worker.protocol.ToWorker.Run;
import dev.codebeaker.runtime.wasm.worker.protocol.ToWorker.Setup;
import dev.codebeaker.runtime.wasm.worker.protocol.ToWorker.Stop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** How {@link ToWorker} is written and read. */
public final class Orders {
  /** A command and its input may be as large as what a client may send. */
  public static final int MOST_BYTES = 512 << 20;

  private static final int SETUP = 1;
  private static final int RUN = 2;
  private static final int STOP = 3;
  private static final int INPUT = 4;
  private static final int END_INPUT = 5;
  private static final int CLOSE = 6;

  private Orders() {}

  public static void write(FrameBuffer to, ToWorker order) {
    switch (order) {
      case Setup setup -> SetupCode.write(to.begin(SETUP), setup);
      case Run run -> write(to.begin(RUN), run);
      case Stop(long guest, int run, String reason) ->
          to.begin(STOP).large(guest).number(run).text(reason);
      case Input(long request, long guest, int run, byte[] data) ->
          to.begin(INPUT).large(request).large(guest).number(run).bytes(data);
      case EndInput(long guest, int run) -> to.begin(END_INPUT).large(guest).number(run);
      case Close(long request, long guest) -> to.begin(CLOSE).large(request).large(guest);
    }
    to.end();
  }

  public static ToWorker read(FrameReader from) throws IOException {
    FrameBody body = from.next();
    int kind = body.small();
    return body.last(
        switch (kind) {
          case SETUP -> SetupCode.read(body);
          case RUN -> readRun(body);
          case STOP -> new Stop(body.large(), body.number(), body.text());
          case INPUT -> new Input(body.large(), body.large(), body.number(), body.bytes());
          case END_INPUT -> new EndInput(body.large(), body.number());
          case CLOSE -> new Close(body.large(), body.large());
          default -> throw new MalformedFrame("no order has the number " + kind);
        });
  }

  private static void write(FrameBuffer to, Run run) {
    to.large(run.guest()).number(run.run());
    to.optional(run.opening(), opening -> write(to, opening));
    Codes.command(to, run.command());
    Codes.limits(to, run.limits());
    to.optional(run.stopped(), to::text);
  }

  private static Run readRun(FrameBody from) throws MalformedFrame {
    return new Run(
        from.large(),
        from.number(),
        from.optional(() -> readOpening(from)),
        Codes.command(from),
        Codes.limits(from),
        from.optional(from::text));
  }

  private static void write(FrameBuffer to, Opening opening) {
    to.text(opening.toolchain());
    Codes.language(to, opening.language());
    to.optional(opening.template(), to::text);
    to.text(opening.directory().toString()).flag(opening.stateful());
    Codes.limits(to, opening.limits());
  }

  private static Opening readOpening(FrameBody from) throws MalformedFrame {
    String toolchain = from.text();
    Language language = Codes.language(from);
    Optional<String> template = from.optional(from::text);
    return new Opening(
        toolchain, language, template, Path.of(from.text()), from.flag(), Codes.limits(from));
  }

  static void write(FrameBuffer to, Toolchain toolchain) {
    to.text(toolchain.name()).text(toolchain.mechanism());
    to.texts(toolchain.languages().stream().map(Language::id).toList());
    to.text(toolchain.fileName()).texts(toolchain.run()).texts(toolchain.options());
  }

  static Toolchain readToolchain(FrameBody from) throws MalformedFrame {
    return new Toolchain(
        from.text(),
        from.text(),
        from.texts().stream().map(Language::new).toList(),
        from.text(),
        from.texts(),
        from.textsByName());
  }
}
