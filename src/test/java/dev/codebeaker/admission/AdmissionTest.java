package dev.codebeaker.admission;

import static dev.codebeaker.testing.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codebeaker.execution.FileCommand;
import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.execution.Stdin;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.testing.ConfigDefaults;
import dev.codebeaker.workspace.WorkspacePath;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private static final Language LANGUAGE = new Language("fake");
  private static final String SECRET = "0123456789abcdef";

  @Test
  void withoutTokensEverybodyIsAnonymous() {
    Admission admission = admission(Map.of());
    assertThat(admission.authenticate(Optional.empty())).isEqualTo(Owner.ANONYMOUS);
    assertThat(admission.authenticate(Optional.of("Bearer x"))).isEqualTo(Owner.ANONYMOUS);
  }

  @Test
  void aTokenNamesItsOwner() {
    Admission admission = restricted();
    assertThat(admission.authenticate(Optional.of("Bearer " + SECRET)).name()).isEqualTo("ann");
    assertThat(admission.authenticate(Optional.of("bearer  " + SECRET + " ")).name())
        .isEqualTo("ann");
  }

  @Test
  void anythingElseIsRefused() {
    Admission admission = restricted();
    for (String header : List.of("", "Bearer", "Bearer ", SECRET, "Basic " + SECRET)) {
      failsWith(ErrorCode.UNAUTHENTICATED, () -> admission.authenticate(Optional.of(header)));
    }
    failsWith(ErrorCode.UNAUTHENTICATED, () -> admission.authenticate(Optional.empty()));
    failsWith(
        ErrorCode.UNAUTHENTICATED,
        () -> admission.authenticate(Optional.of("Bearer " + SECRET + "x")));
  }

  @Test
  void aTokenThatIsNoSecretIsRefusedAtStart() {
    assertThatThrownBy(() -> admission(Map.of("codebeaker.admission.tokens.ann", "short")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("codebeaker.admission.tokens.ann");
  }

  @Test
  void overloadGoesByTheProcessorsThatAreConfigured() {
    for (int processors : List.of(3, 5)) {
      LoadShedder shedder =
          admission(
                  Map.of(
                      "codebeaker.admission.processors", Integer.toString(processors),
                      "codebeaker.admission.max-begun-per-processor", "1",
                      "codebeaker.admission.burst", "0s"))
              .shedder();
      for (int i = 0; i < processors; i++) {
        shedder.require("fake", Owner.ANONYMOUS);
        shedder.require("fake", Owner.ANONYMOUS);
        shedder.opening("fake", Owner.ANONYMOUS);
      }
      shedder.require("fake", Owner.ANONYMOUS);
      failsWith(ErrorCode.OVERLOADED, () -> shedder.require("fake", Owner.ANONYMOUS));
    }
    assertThatThrownBy(() -> admission(Map.of("codebeaker.admission.processors", "0")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("codebeaker.admission.processors");
  }

  @Test
  void commandsOfAnyUsualSizePass() {
    Admission admission = admission(Map.of());
    admission.check(RunCode.program(LANGUAGE, "x".repeat(1 << 20)));
    admission.check(new FileCommand.WriteFile(WorkspacePath.ROOT, new byte[1 << 20]));
    admission.check(new FileCommand.ReadFile(WorkspacePath.ROOT));
  }

  @Test
  void codeIsMeasuredInBytes() {
    Admission admission = admission(Map.of("codebeaker.admission.max-code-bytes", "10"));
    admission.check(RunCode.program(LANGUAGE, "äääää"));
    assertThat(
            failsWith(
                    ErrorCode.TOO_LARGE, () -> admission.check(RunCode.program(LANGUAGE, "ääääää")))
                .field())
        .contains("code");
  }

  @Test
  void everyPartHasABound() {
    Admission admission = admission(Map.of("codebeaker.admission.max-content-bytes", "100"));
    tooLarge(admission, run(Collections.nCopies(257, ""), Map.of(), 0));
    tooLarge(admission, run(List.of("x".repeat(262_145)), Map.of(), 0));
    tooLarge(admission, run(List.of(), Map.of("A", "x".repeat(262_144)), 0));
    tooLarge(admission, run(List.of(), Map.of(), 101));
    failsWith(
        ErrorCode.TOO_LARGE,
        () -> admission.check(new FileCommand.AppendFile(WorkspacePath.ROOT, new byte[101])));
  }

  @Test
  void wordsThatNoProgramCouldReadAreRefused() {
    Admission admission = admission(Map.of());
    for (RunCode run :
        List.of(
            run(List.of("a\0b"), Map.of(), 0),
            run(List.of(), Map.of("A=B", ""), 0),
            run(List.of(), Map.of("", "x"), 0),
            run(List.of(), Map.of("A", "\0"), 0))) {
      failsWith(ErrorCode.INVALID_PARAMS, () -> admission.check(run));
    }
  }

  private static void tooLarge(Admission admission, RunCode run) {
    assertThat(failsWith(ErrorCode.TOO_LARGE, () -> admission.check(run)).fix()).isPresent();
  }

  private static RunCode run(List<String> args, Map<String, String> env, int stdin) {
    return new RunCode(
        LANGUAGE, "x", Optional.empty(), args, env, new Stdin(new byte[stdin], false), Map.of());
  }

  private static Admission restricted() {
    return admission(
        Map.of(
            "codebeaker.admission.tokens.ann",
            SECRET,
            "codebeaker.admission.tokens.bob",
            "fedcba9876543210"));
  }

  private static Admission admission(Map<String, String> config) {
    return new Admission(ConfigDefaults.of(AdmissionConfig.class, config));
  }
}
