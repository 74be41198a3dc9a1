package dev.codebeaker.runtime.wasm.wasmtime.python;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.execution.Outcome.Exited;
import dev.codebeaker.runtime.wasm.wasmtime.OnGuestThread;
import dev.codebeaker.workspace.WorkspacePath;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

@ExtendWith(OnGuestThread.class)
class PythonProgramTest {
  @RegisterExtension final PythonGuests guests = new PythonGuests(PythonFixture.PLAIN);

  private static int code(Seen seen) {
    assertThat(seen.outcome).as(seen::toString).isInstanceOf(Exited.class);
    return ((Exited) seen.outcome).code();
  }

  @Test
  void itPrints() {
    Seen seen = guests.program("print('hi')");
    assertThat(code(seen)).isZero();
    assertThat(seen.stdout()).isEqualTo("hi\n");
    assertThat(seen.stderr()).isEmpty();
  }

  @Test
  void itHasArgumentsEnvironmentInputAndAName() {
    Seen seen =
        guests.program(
            """
            import os, sys
            if __name__ == "__main__":
                print(sys.argv, os.environ["GREETING"], os.getcwd(), __file__)
                print(sum(int(line) for line in sys.stdin), input.__name__)
            """,
            List.of("a", "b c", ""),
            Map.of("GREETING", "hé"),
            "20\n22\n");
    assertThat(seen.stdout())
        .isEqualTo("['main.py', 'a', 'b c', ''] hé /workspace /workspace/main.py\n42 input\n");
  }

  @Test
  void exitCodesAreThoseOfAProcess() {
    assertThat(code(guests.program("import sys; sys.exit(7)"))).isEqualTo(7);
    assertThat(code(guests.program("raise SystemExit"))).isZero();
    assertThat(code(guests.program("raise SystemExit(-1)"))).isEqualTo(255);
    assertThat(code(guests.program("import os; os._exit(9)"))).isEqualTo(9);
    assertThat(code(guests.program("exit(5)"))).isEqualTo(5);
    Seen text = guests.program("import sys; sys.exit('no such file')");
    assertThat(code(text)).isEqualTo(1);
    assertThat(text.stderr()).isEqualTo("no such file\n");
  }

  @Test
  void anUncaughtExceptionShowsItsOwnLinesOnly() {
    Seen seen = guests.program("def half(x):\n    return x / 0\n\nhalf(1)\n");
    assertThat(code(seen)).isEqualTo(1);
    assertThat(seen.stderr())
        .isEqualTo(
            """
            Traceback (most recent call last):
              File "main.py", line 4, in <module>
                half(1)
                ~~~~^^^
              File "main.py", line 2, in half
                return x / 0
                       ~~^~~
            ZeroDivisionError: division by zero
            """);
  }

  @Test
  void aSyntaxErrorPointsAtItsPlace() {
    Seen seen = guests.program("x = 1\ny = (");
    assertThat(code(seen)).isEqualTo(1);
    assertThat(seen.stderr())
        .isEqualTo(
            """
              File "main.py", line 2
                y = (
                    ^
            SyntaxError: '(' was never closed
            """);
  }

  @Test
  void exitHandlersRunAndEverythingIsFlushed() {
    Seen seen =
        guests.program(
            """
            import atexit, sys
            atexit.register(print, "bye")
            sys.stdout.write("a")
            sys.stdout.buffer.write(b"b")
            print("c", end="")
            """);
    assertThat(seen.stdout()).isEqualTo("abcbye\n");
  }

  @Test
  void classesOfTheProgramCanBePickled() {
    Seen seen =
        guests.program(
            """
            import pickle
            from dataclasses import dataclass

            @dataclass
            class Point:
                x: int

            print(pickle.loads(pickle.dumps(Point(3))))
            """);
    assertThat(seen.stdout()).isEqualTo("Point(x=3)\n");
  }

  @Test
  void modulesOfTheWorkspaceCanBeImportedAndNothingIsLeftBesideThem() {
    guests.workspace().write(WorkspacePath.parse("tools/one.py"), "V = 41\n".getBytes(UTF_8));
    Seen seen = guests.program("from tools.one import V\nopen('out.txt', 'w').write(str(V + 1))");
    assertThat(code(seen)).isZero();
    assertThat(guests.workspace().read(WorkspacePath.parse("out.txt"))).asString().isEqualTo("42");
    assertThat(guests.workspace().list(WorkspacePath.ROOT, true)).hasSize(3);
  }

  @Test
  void asyncioSleepsGathersAndRunsInThreads() {
    Seen seen =
        guests.program(
            """
            import asyncio

            async def later(x):
                await asyncio.sleep(0.01)
                return x

            async def main():
                async with asyncio.timeout(5):
                    print(await asyncio.gather(later(1), later(2), asyncio.to_thread(len, "abc")))

            asyncio.run(main())
            """);
    assertThat(seen.stdout()).as(seen::toString).isEqualTo("[1, 2, 3]\n");
  }

  @Test
  void randomNumbersDifferFromForkToFork() {
    String code =
        "import random, uuid, secrets, tempfile\n"
            + "print(random.random(), uuid.uuid4(), secrets.token_hex(), tempfile.mktemp())";
    String[] one = guests.program(code).stdout().split(" ");
    String[] two = guests.program(code).stdout().split(" ");
    for (int i = 0; i < one.length; i++) {
      assertThat(one[i]).isNotEqualTo(two[i]);
    }
  }

  @Test
  void aPoisonedLibraryIsSeenByNobodyElse() {
    assertThat(
            guests.program(
                    """
                    import builtins, json, os, sys
                    json.dumps = lambda value: "poison"
                    os.environ.clear()
                    sys.modules.clear()
                    del builtins.repr, builtins.print
                    """)
                .outcome)
        .isInstanceOf(Exited.class);
    assertThat(guests.program("import json; print(json.dumps([1]))").stdout()).isEqualTo("[1]\n");
  }

  @Test
  void thereIsNoNetworkNoProcessAndNoHostFile() {
    Seen seen =
        guests.program(
            """
            import os, socket, subprocess
            for attempt in (
                lambda: socket.create_connection(("127.0.0.1", 80), 1),
                lambda: subprocess.run(["true"]),
                lambda: open("/etc/passwd"),
                lambda: open("../../etc/passwd"),
                lambda: open("/usr/local/lib/python315.zip", "ab"),
                lambda: os.listdir("/"),
            ):
                try:
                    print(attempt())
                except (OSError, AttributeError):
                    print("refused")
            """);
    assertThat(seen.stdout()).as(seen::toString).isEqualTo("refused\n".repeat(6));
  }
}
