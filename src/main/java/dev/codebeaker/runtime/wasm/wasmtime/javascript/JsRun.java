package dev.codebeaker.runtime.wasm.wasmtime.javascript;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** Runs one program or turn in a guest: evaluation, then the event loop, which is the host's. */
final class JsRun {
  /** What Node exits with when an awaited promise can no longer be settled. */
  private static final int UNSETTLED = 13;

  private static final String NEVER =
      "Warning: the program ended while it awaited a promise that nothing can settle\n";

  private static final int STDERR = 2;

  private final JsMachine machine;
  private final QuickJs js;

  JsRun(JsMachine machine) {
    this.machine = machine;
    this.js = machine.js();
  }

  /** How a run ended that was not stopped. */
  sealed interface End {
    /** It set the exit code, or ran to its end. */
    record Exit(int code) implements End {}

    /** It ended with an error nobody caught, which has been shown. */
    record Failed(Kind kind) implements End {}

    /** A turn has a value: as text, and as JSON if it is plain data. */
    record Value(String text, Optional<String> json) implements End {}
  }

  /** What an uncaught error tells about. */
  enum Kind {
    ERROR,
    MEMORY,
    STACK,
    INTERRUPTED;

    static Kind of(char letter) {
      return switch (letter) {
        case 'M' -> MEMORY;
        case 'S' -> STACK;
        case 'I' -> INTERRUPTED;
        default -> ERROR;
      };
    }
  }

  /** A module, then everything it has set going. */
  End program(String text, String name) {
    try {
      int promise = js.module(text, name);
      while (true) {
        runJobs();
        if (machine.isEnding()) {
          return ended();
        }
        int state = js.promiseState(promise);
        if (state == QuickJs.REJECTED) {
          return failed(js.promiseResult(promise));
        }
        if (!machine.rejections().isEmpty()) {
          return failed(machine.rejections().take());
        }
        OptionalInt over = step();
        if (over.isPresent()) {
          return state == QuickJs.PENDING ? unsettled() : new End.Exit(exitCode());
        }
      }
    } catch (QuickJs.Thrown e) {
      return failed(e.error());
    }
  }

  /** The engine runs many reactions at a time, but not endlessly many. */
  private void runJobs() {
    while (js.runJobs() > 0 && !machine.isEnding()) {
      // there may be more
    }
  }

  /** Runs a timer, or waits for one; a value says that there is none. */
  private OptionalInt step() throws QuickJs.Thrown {
    double wait = tick();
    if (wait < 0) {
      return OptionalInt.of(0);
    }
    if (wait > 0) {
      machine.streams().pause((long) (wait * TimeUnit.MILLISECONDS.toNanos(1)));
    }
    return OptionalInt.empty();
  }

  private double tick() throws QuickJs.Thrown {
    int answer = js.call(machine.function(Prelude.TICK));
    double wait = js.number(answer);
    js.free(answer);
    return wait;
  }

  /**
   * A script in the global scope. It ends when its value is settled; timers go on in the next turn,
   * and those that are due by now are run first.
   */
  End turn(String script) {
    runDueTimers();
    if (machine.isEnding()) {
      return ended();
    }
    try {
      int promise = js.script(script);
      while (true) {
        runJobs();
        if (machine.isEnding()) {
          return ended();
        }
        switch (js.promiseState(promise)) {
          case QuickJs.REJECTED -> {
            return failed(js.promiseResult(promise));
          }
          case QuickJs.PENDING -> {
            if (step().isPresent()) {
              return unsettled();
            }
          }
          default -> { // fulfilled
            return machine.rejections().isEmpty()
                ? value(promise)
                : failed(machine.rejections().take());
          }
        }
      }
    } catch (QuickJs.Thrown e) {
      return failed(e.error());
    }
  }

  private void runDueTimers() {
    boolean due = true;
    while (due && !machine.isEnding()) {
      try {
        due = tick() == 0;
      } catch (QuickJs.Thrown e) {
        failed(e.error());
      }
      if (due) {
        runJobs();
      }
    }
  }

  private End value(int promise) throws QuickJs.Thrown {
    int envelope = js.promiseResult(promise);
    int shown = js.call(machine.function(Prelude.SHOW), envelope);
    String text = js.text(shown);
    js.free(shown);
    js.free(envelope);
    js.free(promise);
    int end = text.indexOf('\0');
    return end < 0
        ? new End.Value(text, Optional.empty())
        : new End.Value(text.substring(0, end), Optional.of(text.substring(end + 1)));
  }

  private End failed(int error) {
    if (machine.isEnding()) {
      return ended();
    }
    try {
      String text = js.text(js.call(machine.function(Prelude.DESCRIBE), error));
      js.free(error);
      if (machine.isEnding()) {
        return ended();
      }
      Kind kind = text.isEmpty() ? Kind.ERROR : Kind.of(text.charAt(0));
      complain(text.isEmpty() ? "Uncaught error\n" : text.substring(1));
      return new End.Failed(kind);
    } catch (QuickJs.Thrown e) {
      complain("Uncaught error that can not be shown\n");
      return new End.Failed(Kind.MEMORY);
    }
  }

  private End ended() {
    return machine.exit().<End>map(End.Exit::new).orElse(new End.Failed(Kind.INTERRUPTED));
  }

  private End unsettled() {
    complain(NEVER);
    return new End.Exit(UNSETTLED);
  }

  private int exitCode() throws QuickJs.Thrown {
    int answer = js.call(machine.function(Prelude.EXIT_CODE));
    int code = (int) js.number(answer) & 0xFF;
    js.free(answer);
    return code;
  }

  void complain(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    machine.streams().write(STDERR, MemorySegment.ofArray(bytes));
  }
}
