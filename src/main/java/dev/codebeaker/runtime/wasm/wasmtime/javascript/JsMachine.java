package dev.codebeaker.runtime.wasm.wasmtime.javascript;

import dev.codebeaker.execution.RunCode;
import dev.codebeaker.runtime.wasm.javascript.Json;
import dev.codebeaker.runtime.wasm.javascript.ProgramFiles;
import dev.codebeaker.runtime.wasm.wasmtime.GentleStop;
import dev.codebeaker.runtime.wasm.wasmtime.HostStreams;
import dev.codebeaker.runtime.wasm.wasmtime.Instance;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;

/** The host's side of one instance of the QuickJS guest: what its host functions do. */
final class JsMachine {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int MOST_ENTROPY = 65_536;

  private final QuickJs js;
  private final Prelude prelude;
  private final HostStreams streams;
  private final ProgramFiles files;
  private final ModuleLoader modules;
  private final Places places;
  private final Rejections rejections;
  private final LineBuffer input = new LineBuffer();
  private String config = "";
  private final Stop stop = new Stop();
  private boolean stopping;
  private boolean noticed;
  private boolean exiting;
  private int exitCode;

  JsMachine(Instance guest, Prelude prelude, ProgramFiles files, Places places, TypeScript types) {
    this.js = new QuickJs(guest, prelude.slots());
    this.prelude = prelude;
    this.streams = new HostStreams(guest);
    this.files = files;
    this.rejections = new Rejections(js);
    this.places = places;
    this.modules = new ModuleLoader(files, places, types, this::builtin);
    guest.attach(this);
    guest.onGentleStop(stop);
  }

  QuickJs js() {
    return js;
  }

  ModuleLoader modules() {
    return modules;
  }

  Rejections rejections() {
    return rejections;
  }

  HostStreams streams() {
    return streams;
  }

  int function(String name) {
    return prelude.function(name);
  }

  /** Before each execution. */
  void begin(RunCode command, String mainName) throws QuickJs.Thrown {
    String before = config;
    config =
        Json.object(
            "main", Json.string(mainName),
            "args", Json.strings(command.args()),
            "env", Json.strings(command.env()));
    input.clear();
    rejections.clear();
    stopping = false;
    exiting = false;
    exitCode = 0;
    if (!before.isEmpty() && !before.equals(config)) {
      js.free(js.call(function(Prelude.RESTART)));
    }
  }

  /** Whether what runs is to be interrupted at its next loop or call. */
  boolean isEnding() {
    return stopping || exiting;
  }

  /** The code passed to {@code process.exit}, if it was called. */
  Optional<Integer> exit() {
    return exiting ? Optional.of(exitCode) : Optional.empty();
  }

  /** The engine asks whether to go on: true to end what runs. */
  boolean interrupts() {
    noticed |= stopping;
    return isEnding();
  }

  private final class Stop implements GentleStop {
    @Override
    public void ask() {
      stopping = true;
      noticed = false;
      prelude.layout().askSoon(js);
    }

    @Override
    public boolean isNoticed() {
      return noticed;
    }
  }

  /** Answers the handle of the result. */
  int call(HostCall call, int[] arguments) {
    return switch (call) {
      case OUT -> write(1, arguments);
      case ERR -> write(2, arguments);
      case LINE -> line();
      case CONFIG -> js.newString(config);
      case EXIT -> exit((int) number(arguments, 0));
      case ENTROPY -> entropy((int) number(arguments, 0));
      case ENCODE -> js.utf8(argument(arguments, 0)).map(js::newBytes).orElse(QuickJs.REFUSED);
      case DECODE -> js.bytes(argument(arguments, 0)).map(this::decoded).orElse(QuickJs.REFUSED);
      case FILES -> file(arguments);
      case PLACES -> js.newString(places.shown(js.text(argument(arguments, 0))));
      case MEMORY -> js.newNumber(js.guest().memory().byteSize());
    };
  }

  /** A missing argument reads as the null handle, which the guest's accessors refuse. */
  private static int argument(int[] arguments, int index) {
    return index < arguments.length ? arguments[index] : 0;
  }

  private double number(int[] arguments, int index) {
    return index < arguments.length ? js.number(arguments[index]) : 0;
  }

  private String text(int[] arguments, int index) {
    return index < arguments.length ? js.text(arguments[index]) : "";
  }

  private int write(int stream, int[] arguments) {
    if (!exiting && arguments.length > 0) {
      js.withUtf8(arguments[0], text -> streams.write(stream, text));
    }
    return js.newUndefined();
  }

  private int line() {
    while (!input.hasLine()) {
      Optional<byte[]> more = streams.awaitInput();
      if (more.isEmpty()) {
        return js.newNull();
      }
      if (more.get().length == 0) {
        return js.newString(input.rest());
      }
      input.add(more.get());
    }
    return js.newString(input.line());
  }

  private int exit(int code) {
    exiting = true;
    exitCode = code & 0xFF;
    prelude.layout().askSoon(js);
    return js.newUndefined();
  }

  private int decoded(byte[] bytes) {
    return js.newString(new String(bytes, StandardCharsets.UTF_8));
  }

  private int entropy(int count) {
    byte[] bytes = new byte[Math.clamp(count, 0, MOST_ENTROPY)];
    RANDOM.nextBytes(bytes);
    return js.newBytes(bytes);
  }

  private int file(int[] arguments) {
    String call = text(arguments, 0);
    boolean writes = call.equals("write") || call.equals("append");
    Optional<byte[]> data = writes ? js.bytes(argument(arguments, 2)) : Optional.of(new byte[0]);
    if (data.isEmpty()) {
      return js.newString("!EFBIG too much to write at once");
    }
    String option = writes ? "" : text(arguments, 2);
    return switch (files.call(call, text(arguments, 1), option, data.get())) {
      case ProgramFiles.Reply.Text(String text) -> js.newString(text);
      case ProgramFiles.Reply.Content(byte[] bytes) -> js.newBytes(bytes);
    };
  }

  /** The text of a module of the prelude, or empty. */
  private Optional<String> builtin(String name) {
    try {
      String text = js.text(js.call(function(Prelude.BUILTIN_SOURCE), js.newString(name)));
      return text.isEmpty() ? Optional.empty() : Optional.of(text);
    } catch (QuickJs.Thrown e) {
      return Optional.empty();
    }
  }
}
