package dev.codebeaker.runtime.wasm.wasmtime.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.execution.Outcome.Exited;
import dev.codebeaker.runtime.wasm.wasmtime.OnGuestThread;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

@ExtendWith(OnGuestThread.class)
class PythonDataTest {
  private static final String PNG = "image/png";

  @RegisterExtension final PythonGuests guests = new PythonGuests(PythonFixture.DATA);

  private static void assertPng(Map<String, String> bundle) {
    assertThat(bundle).containsKeys(PNG, "text/plain");
    assertThat(Base64.getDecoder().decode(bundle.get(PNG))).startsWith(0x89, 'P', 'N', 'G');
  }

  @Test
  void pandasIsThere() {
    Seen seen = guests.program("import pandas\nprint(pandas.DataFrame({'a': [1, 2, 39]}).a.sum())");
    assertThat(seen.stdout()).as(seen::toString).isEqualTo("42\n");
  }

  @Test
  void aFrameComesBackAsATable() {
    guests.turn("import pandas as pd\ndf = pd.DataFrame({'a': [1, 2]})");
    Map<String, String> value = guests.turn("df").value();
    assertThat(value.get("text/html")).contains("<table", "<td>2</td>");
    assertThat(value.get("text/plain")).isEqualTo("   a\n0  1\n1  2");
  }

  @Test
  void figuresAreDeliveredWhenShownAndAtTheEnd() {
    String code =
        """
        import matplotlib.pyplot as plt
        plt.plot([1, 2, 3])
        print("before")
        plt.show()
        print("after")
        plt.plot([3, 2, 1])
        plt.figure().add_subplot().bar([1], [2])
        print(len(plt.get_fignums()))
        """;
    for (Seen seen : new Seen[] {guests.program(code), guests.turn(code)}) {
      assertThat(seen.outcome).as(seen::toString).isInstanceOf(Exited.class);
      assertThat(seen.stdout()).isEqualTo("before\nafter\n2\n");
      assertThat(seen.shown()).as(seen::stderr).hasSize(3).allSatisfy(PythonDataTest::assertPng);
    }
    assertThat(guests.turn("plt.get_fignums()").valueText()).isEqualTo("[]");
    assertPng(guests.turn("fig = plt.figure(); fig.add_subplot(); plt.close(); fig").value());
  }

  @Test
  void theFiguresOfAProgramThatChoseItsBackendAreDeliveredToo() {
    Seen seen =
        guests.program(
            """
            import matplotlib
            matplotlib.use("Agg")
            import matplotlib.pyplot as plt
            plt.plot([1, 2])
            plt.savefig("plot.png")
            """);
    assertThat(seen.stderr()).isEmpty();
    assertThat(seen.shown()).hasSize(1);
  }

  @Test
  void randomNumbersOfNumpyDifferFromForkToFork() {
    String code =
        "import numpy, pandas\nprint(numpy.random.rand(), numpy.random.default_rng().random())";
    String[] one = guests.program(code).stdout().split(" ");
    String[] two = guests.program(code).stdout().split(" ");
    assertThat(one[0]).isNotEqualTo(two[0]);
    assertThat(one[1]).isNotEqualTo(two[1]);
  }

  @Test
  void theOtherPackagesWork() {
    Seen seen =
        guests.program(
            """
            import numpy as np, scipy.optimize, sklearn.linear_model, statsmodels.api, sympy, PIL.Image, lxml.etree
            import sqlite3, zoneinfo, datetime
            print(round(float(scipy.optimize.brentq(lambda x: x * x - 2, 0, 2)), 3))
            model = sklearn.linear_model.LinearRegression().fit(np.array([[0.0], [1.0]]), [1.0, 3.0])
            print(round(float(model.predict([[2.0]])[0]), 3), sympy.integrate(sympy.Symbol("x")))
            print(sqlite3.connect(":memory:").execute("select 42").fetchone())
            print(datetime.datetime(2026, 1, 1, tzinfo=zoneinfo.ZoneInfo("Europe/Berlin")).utcoffset())
            """);
    assertThat(seen.stdout()).as(seen::toString).isEqualTo("1.414\n5.0 x**2/2\n(42,)\n1:00:00\n");
  }
}
