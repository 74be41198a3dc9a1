package dev.codebeaker.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The rows of the table, printed as they come. */
final class Report {
  private final List<String> rows = new ArrayList<>();

  void row(String what, String figure, String beside, String target) {
    String row = "| %s | %s | %s | %s |".formatted(what, figure, beside, target);
    rows.add(row);
    System.out.println(row);
  }

  void ratio(String what, Samples samples, String tool, Optional<Samples> bare, String target) {
    String beside =
        bare.map(
                b ->
                    String.format(
                        Locale.ROOT,
                        "p50 %.2f ×, p99 %.2f × %s (%.1f ms)",
                        samples.p50() / b.p50(),
                        samples.p99() / b.p50(),
                        tool,
                        b.p50()))
            .orElse(tool + " is not on this machine");
    row(what, samples.shown(), beside, target);
  }

  /**
   * Puts the rows into docs/performance.md.
   *
   * @param name of the table there
   */
  void write(String name) throws IOException {
    Path page = Path.of("docs", "performance.md");
    String text = Files.readString(page);
    String begin = "<!-- " + name + " -->";
    int from = text.indexOf(begin) + begin.length();
    int to = text.indexOf("<!-- end of " + name + " -->");
    Files.writeString(page, text.substring(0, from) + "\n" + table() + text.substring(to));
  }

  private String table() {
    return "| what | p50 / p99 | beside it, in the same run | to reach |\n|---|---|---|---|\n"
        + String.join("\n", rows)
        + "\n";
  }
}
