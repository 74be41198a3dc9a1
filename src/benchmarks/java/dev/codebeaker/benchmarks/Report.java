package dev.codebeaker.benchmarks;

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

  String table() {
    return "| what | p50 / p99 | beside it, in the same run | to reach |\n|---|---|---|---|\n"
        + String.join("\n", rows)
        + "\n";
  }
}
