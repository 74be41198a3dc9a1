package dev.codebeaker.runtime.wasm.wasmtime.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.execution.Outcome.ContextState;
import dev.codebeaker.execution.Outcome.Exited;
import dev.codebeaker.runtime.wasm.wasmtime.OnGuestThread;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

@ExtendWith(OnGuestThread.class)
class PythonContextTest {
  @RegisterExtension final PythonGuests guests = new PythonGuests(PythonFixture.PLAIN);

  @Test
  void stateIsKeptAndTheLastValueComesBack() {
    Seen first = guests.turn("x = 40");
    assertThat(first.outcome).isInstanceOf(Exited.class);
    assertThat(first.outcome.state()).isEqualTo(ContextState.KEPT);
    assertThat(first.chunks).isEmpty();
    Seen second = guests.turn("x += 1\nx + 1");
    assertThat(second.value()).isEqualTo(Map.of("text/plain", "42"));
    assertThat(second.stdout()).isEmpty();
    assertThat(guests.turn("_ * 2").valueText()).isEqualTo("84");
    assertThat(guests.turn("None").chunks).isEmpty();
  }

  @Test
  void richRepresentationsComeWithTheText() {
    guests.turn(
        """
        class Table:
            def __repr__(self): return "table"
            def _repr_html_(self): return "<table>"
            def _repr_png_(self): return b"png"
            def _repr_svg_(self): return None
            def _repr_json_(self): return {"a": 1}
            def _repr_mimebundle_(self, include=None, exclude=None): return {"text/x-own": "mine"}
        """);
    Map<String, String> bundle =
        Map.of(
            "text/plain", "table",
            "text/html", "<table>",
            "image/png", "cG5n",
            "application/json", "{\"a\": 1}",
            "text/x-own", "mine");
    assertThat(guests.turn("Table()").value()).isEqualTo(bundle);
    Seen displayed = guests.turn("print('a'); display(Table()); print('b')");
    assertThat(displayed.shown()).containsExactly(bundle);
    assertThat(displayed.value()).isEmpty();
    assertThat(displayed.chunks).hasSize(3);
  }

  @Test
  void anExceptionLeavesItUsableAndShowsLinesOfEarlierTurns() {
    guests.turn("def f(x):\n    return 1 / x");
    Seen seen = guests.turn("\nf(0)");
    assertThat(seen.outcome).isInstanceOf(Exited.class);
    assertThat(((Exited) seen.outcome).code()).isEqualTo(1);
    assertThat(seen.outcome.state()).isEqualTo(ContextState.KEPT);
    assertThat(seen.stderr())
        .contains("File \"<turn 2>\", line 2, in <module>\n    f(0)")
        .contains("File \"<turn 1>\", line 2, in f\n    return 1 / x")
        .doesNotContain("codebeaker");
    assertThat(guests.turn("f(2)").valueText()).isEqualTo("0.5");
  }

  @Test
  void awaitWorksAtTopLevelAndTasksLiveOn() {
    guests.turn("import asyncio\nasync def late(x):\n    await asyncio.sleep(0.01)\n    return x");
    assertThat(guests.turn("await late(3)").valueText()).isEqualTo("3");
    guests.turn("task = asyncio.ensure_future(late(4))\nawait asyncio.sleep(0)");
    assertThat(guests.turn("await task").valueText()).isEqualTo("4");
    assertThat(guests.turn("asyncio.run(late(5))").valueText()).isEqualTo("5");
    assertThat(guests.turn("[x async for x in (late(i) for i in [])]").valueText()).isEqualTo("");
  }

  @Test
  void exitEndsTheTurnOnly() {
    guests.turn("x = 1");
    Seen exit = guests.turn("x = 2; raise SystemExit(3)");
    assertThat(((Exited) exit.outcome).code()).isEqualTo(3);
    assertThat(exit.outcome.state()).isEqualTo(ContextState.KEPT);
    assertThat(guests.turn("x").valueText()).isEqualTo("2");
    assertThat(((Exited) guests.turn("quit(4)").outcome).code()).isEqualTo(4);
    assertThat(guests.turn("x").valueText()).isEqualTo("2");
  }

  @Test
  void aHardExitRestoresTheLastGoodTurn() {
    guests.turn("x = 1");
    Seen exit = guests.turn("x = 2; import os; os._exit(3)");
    assertThat(((Exited) exit.outcome).code()).isEqualTo(3);
    assertThat(exit.outcome.state()).isEqualTo(ContextState.RESTORED);
    assertThat(guests.turn("x").valueText()).isEqualTo("1");
  }

  @Test
  void everyTurnHasItsOwnInput() {
    assertThat(guests.turnReading("input()", "one\nleft over\n").valueText()).isEqualTo("'one'");
    assertThat(guests.turnReading("import sys; sys.stdin.read()", "two").valueText())
        .isEqualTo("'two'");
    assertThat(guests.turn("input()").stderr()).contains("EOFError");
    assertThat(guests.turnReading("input()", "three").valueText()).isEqualTo("'three'");
  }

  @Test
  void codeCanLookAtItsOwnSource() {
    guests.turn("def f():\n    return 7");
    assertThat(guests.turn("import inspect; print(inspect.getsource(f))").stdout())
        .isEqualTo("def f():\n    return 7\n");
  }

  @Test
  void whoBreaksTheLibraryHarmsOnlyHisOwnContext() {
    guests.turn("import sys, builtins, os; x = 1");
    guests.turn("sys.stdout = sys.stderr = None; sys.argv = 3; del builtins.repr, builtins.len");
    guests.turn("sys.modules.clear(); os.write = None");
    Seen seen = guests.turn("x");
    assertThat(seen.valueText()).as(seen::toString).isEqualTo("1");
    guests.turn("[d.clear() for d in [vars(m) for m in [sys, builtins]]]");
    assertThat(new PythonGuests(PythonFixture.PLAIN).program("print(1)").stdout()).isEqualTo("1\n");
  }
}
