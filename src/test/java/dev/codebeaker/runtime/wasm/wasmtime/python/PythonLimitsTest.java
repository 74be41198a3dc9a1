package dev.codebeaker.runtime.wasm.wasmtime.python;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.codebeaker.execution.ContextName;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.Outcome.Cancelled;
import dev.codebeaker.execution.Outcome.ContextState;
import dev.codebeaker.execution.Outcome.Exited;
import dev.codebeaker.execution.Outcome.LimitExceeded;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.execution.Stdin;
import dev.codebeaker.runtime.wasm.WasmGuest;
import dev.codebeaker.runtime.wasm.wasmtime.OnGuestThread;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OnGuestThread.class)
class PythonLimitsTest {
  private static final Map<Limit, Long> SHORT = Map.of(Limit.WALL, 200L);

  /** As the fixture configures it. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  @RegisterExtension final PythonGuests guests = new PythonGuests(PythonFixture.PLAIN);

  private static void assertExceeded(Seen seen, Limit limit, ContextState state) {
    assertThat(seen.outcome).as(seen::toString).isInstanceOf(LimitExceeded.class);
    assertThat(((LimitExceeded) seen.outcome).limit()).as(seen::toString).isEqualTo(limit);
    assertThat(seen.outcome.state()).isEqualTo(state);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "while True: pass",
        "import time; time.sleep(30)",
        "sum(range(10**12))",
        "import asyncio; asyncio.run(asyncio.sleep(30))"
      })
  void aProgramEndsAtItsDeadline(String code) {
    Seen seen = guests.program(code, SHORT);
    assertExceeded(seen, Limit.WALL, ContextState.NONE);
    assertThat(seen.outcome.usage().wall()).isLessThan(Duration.ofMillis(400));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "while True: pass",
        "import time; time.sleep(30)",
        "import asyncio; await asyncio.sleep(30)",
        "import asyncio; asyncio.run(asyncio.sleep(30))",
        "while True:\n    try: 1/0\n    except ZeroDivisionError: pass",
        "for i in range(10**9): display(i)"
      })
  void aTurnIsInterruptedAtItsDeadlineAndKeepsItsState(String code) {
    guests.turn("x = 1");
    assertExceeded(guests.turn("x = 2\n" + code, SHORT), Limit.WALL, ContextState.KEPT);
    assertThat(guests.turn("x").valueText()).isEqualTo("2");
  }

  @Test
  void aTurnThatCanNotBeInterruptedIsStoppedAndTheContextRestored() {
    guests.turn("x = 1");
    Seen deaf = guests.turn("x = 2\nsum(range(10**12))", SHORT);
    assertExceeded(deaf, Limit.WALL, ContextState.RESTORED);
    assertThat(deaf.outcome.usage().wall()).as("not the grace").isLessThan(GRACE);
    assertThat(guests.turn("x").valueText()).isEqualTo("1");
    assertExceeded(
        guests.turn(
            "x = 3\n"
                + "while True:\n"
                + "    try:\n"
                + "        while True: pass\n"
                + "    except BaseException: pass",
            SHORT),
        Limit.WALL,
        ContextState.RESTORED);
    assertThat(guests.turn("x").valueText()).isEqualTo("1");
  }

  @Test
  void aTurnThatHasNoticedItsDeadlineMayTidyUp() {
    guests.turn("import signal, time");
    String tidy =
        """
        try:
            while True: pass
        finally:
            begun = time.process_time()
            while time.process_time() - begun < 0.03: sum(range(1000))
            tidy = 'yes'
        """;
    assertExceeded(guests.turn(tidy, SHORT), Limit.WALL, ContextState.KEPT);
    assertThat(guests.turn("tidy").valueText()).isEqualTo("'yes'");
    String own = "signal.signal(signal.SIGINT, lambda *_: handled.append(1) or 1/0)\n";
    guests.turn("handled = []");
    assertExceeded(guests.turn(own + "while True: pass", SHORT), Limit.WALL, ContextState.KEPT);
    assertThat(guests.turn("len(handled)").valueText()).isEqualTo("1");
  }

  @Test
  void processorTimeIsLimited() {
    assertExceeded(
        guests.program("while True: pass", Map.of(Limit.CPU, 100L)), Limit.CPU, ContextState.NONE);
    guests.turn("x = 1");
    assertExceeded(
        guests.turn("while True: pass", Map.of(Limit.CPU, 100L)), Limit.CPU, ContextState.KEPT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x = bytearray(10**9)",
        "x = []\nwhile True: x.append(bytes(10**6))",
        "x = {}\nwhile True: x[len(x)] = [x]",
        "x = 'a'\nwhile True: x += x",
        "import sys; sys.setrecursionlimit(10**9)\ndef f(): f()\nf()"
      })
  void aMemoryBombEndsAsSuch(String code) {
    Map<Limit, Long> small = Map.of(Limit.MEMORY, 128L << 20);
    assertExceeded(guests.program(code, small), Limit.MEMORY, ContextState.NONE);
    guests.turn("y = 1");
    Seen bomb = guests.turn(code);
    assertThat(bomb.outcome).isInstanceOf(LimitExceeded.class);
    assertThat(((LimitExceeded) bomb.outcome).limit()).isEqualTo(Limit.MEMORY);
    guests.turn("x = None");
    assertThat(guests.turn("y").valueText()).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "def f(): f()\nf()",
        "import sys; sys.setrecursionlimit(10**9)\n"
            + "class A:\n"
            + "  def __repr__(self): return repr(self)\n"
            + "repr(A())",
        "import re; x = []\nfor i in range(10**5): x = [x]\nrepr(x)"
      })
  void aStackBombEndsAsSuch(String code) {
    assertExceeded(guests.program(code), Limit.STACK, ContextState.NONE);
    guests.turn("y = 1");
    Seen bomb = guests.turn(code);
    assertThat(((LimitExceeded) bomb.outcome).limit()).isEqualTo(Limit.STACK);
    assertThat(guests.turn("y").valueText()).isEqualTo("1");
  }

  @Test
  void aFloodIsCutAtTheLimit() {
    Map<Limit, Long> small = Map.of(Limit.OUTPUT, 10_000L);
    Seen flood = guests.program("while True: print('x' * 99)", small);
    assertExceeded(flood, Limit.OUTPUT, ContextState.NONE);
    assertThat(flood.stdout()).hasSize(10_000);
    guests.turn("x = 1");
    assertExceeded(
        guests.turn("x = 2\nwhile True: print('x' * 99)", small), Limit.OUTPUT, ContextState.KEPT);
    assertThat(guests.turn("x").valueText()).isEqualTo("2");
  }

  @Test
  void whatIsShownIsLimitedToo() {
    Seen flood =
        guests.program("for i in range(1000): display('x' * 9999)", Map.of(Limit.OUTPUT, 100_000L));
    assertThat(flood.shown()).hasSizeBetween(5, 15);
    assertThat(flood.stderr()).contains("more was to be shown");
  }

  @Test
  void aCancelEndsAReadAndTellsWhy() throws InterruptedException {
    guests.turn("x = 1");
    WasmGuest context = guests.context();
    Thread canceller =
        Thread.ofVirtual()
            .start(
                () -> {
                  await().pollDelay(Duration.ofMillis(100)).until(() -> true);
                  context.stop("enough");
                });
    Seen seen =
        PythonGuests.run(
            context,
            RunCode.turn(PythonFixture.PYTHON, "x = 2; input()", new ContextName("c"))
                .withStdin(new Stdin(new byte[0], true)),
            PythonFixture.LIMITS);
    context.settle();
    assertThat(seen.outcome).isInstanceOf(Cancelled.class);
    assertThat(((Cancelled) seen.outcome).reason()).isEqualTo("enough");
    assertThat(seen.outcome.state()).isEqualTo(ContextState.KEPT);
    assertThat(guests.turn("x").valueText()).isEqualTo("2");
    canceller.join();
  }

  @Test
  void inputMayArriveWhileItRuns() throws InterruptedException {
    WasmGuest guest = PythonFixture.program(guests.workspace(), PythonFixture.PLAIN);
    Seen seen = new Seen();
    Thread writer =
        Thread.ofVirtual()
            .start(
                () -> {
                  await().until(() -> seen.stdout().contains("name?"));
                  guest.input("Ada\n".getBytes(UTF_8));
                  await().until(() -> seen.stdout().contains("hello Ada"));
                  guest.endInput();
                });
    RunCode command =
        RunCode.program(
                PythonFixture.PYTHON,
                "import sys\nprint('hello', input('name?\\n'))\nprint(sys.stdin.read() == '')")
            .withStdin(new Stdin(new byte[0], true));
    Outcome outcome = guest.run(command, PythonFixture.LIMITS, seen);
    guest.close();
    assertThat(outcome).isInstanceOf(Exited.class);
    assertThat(seen.stdout()).isEqualTo("name?\nhello Ada\nTrue\n");
    writer.join();
  }

  @Test
  void anInterruptThatComesTooLateIsDropped() {
    guests.turn("x = 0");
    for (int i = 1; i <= 50; i++) {
      Seen seen =
          guests.turn(
              "import time\n"
                  + "x = 0\n"
                  + "end = time.monotonic() + 0.0099\n"
                  + "while time.monotonic() < end: x += 1",
              Map.of(Limit.WALL, 10L));
      assertThat(seen.outcome.state()).as(seen::toString).isEqualTo(ContextState.KEPT);
      assertThat(guests.turn("1").valueText()).isEqualTo("1");
    }
  }
}
