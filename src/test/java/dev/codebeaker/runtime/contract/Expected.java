package dev.codebeaker.runtime.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.runtime.Sandbox;
import dev.codebeaker.workspace.WorkspacePath;
import java.util.stream.Stream;

/** What a program of the corpus ends in, writes and leaves, in one language. */
record Expected(Corpus.Case program, Language language) {
  void holds(Outcome ended, RecordingSink sink, Sandbox sandbox) {
    assertThat(ended instanceof Outcome.NotCompiled)
        .as(ended + "\nstderr: " + clip(sink.stderr()))
        .isEqualTo(program.expected(language, "phase").stream().anyMatch("compile"::equals));
    Outcome outcome = ended instanceof Outcome.NotCompiled(Outcome compiler) ? compiler : ended;
    String shown = "stdout: " + clip(sink.stdout()) + "\nstderr: " + clip(sink.stderr());
    if (outcome instanceof Outcome.LimitExceeded(Limit limit, var _, var _)
        && program.orLimit().stream().anyMatch(limit.label()::equals)) {
      return;
    }
    assertThat(outcome.label())
        .as(outcome + "\n" + shown)
        .isIn((Object[]) program.expected(language, "outcome").orElse("exited").split(","));
    if (outcome instanceof Outcome.Exited exited) {
      assertThat(Integer.toString(exited.code()))
          .as(shown)
          .isIn((Object[]) program.expected(language, "exitCode").orElse("0").split(","));
    }
    if (outcome instanceof Outcome.LimitExceeded exceeded) {
      assertThat(exceeded.limit().label())
          .isEqualTo(program.expected(language, "limit").orElseThrow());
    }
    program
        .expected(language, "stdout")
        .ifPresent(text -> assertThat(sink.stdout()).as(shown).isEqualTo(text));
    program
        .expected(language, "stderr")
        .ifPresent(text -> assertThat(sink.stderr()).isEqualTo(text));
    Stream.of("stderrContains", "stderrContains2")
        .flatMap(part -> program.expected(language, part).stream())
        .forEach(text -> assertThat(sink.stderr()).contains(text));
    program
        .expected(language, "leaves")
        .ifPresent(
            path -> assertThat(sandbox.workspace().read(WorkspacePath.parse(path))).isNotEmpty());
  }

  private static String clip(String text) {
    return text.length() > 600 ? text.substring(0, 600) + "…" : text;
  }
}
