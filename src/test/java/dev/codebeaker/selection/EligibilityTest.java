package dev.codebeaker.selection;

import static dev.codebeaker.testing.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.Isolation;
import dev.codebeaker.runtime.RuntimeCapabilities.Feature;
import dev.codebeaker.runtime.RuntimeCapabilities.Network;
import dev.codebeaker.testing.FakeRuntime;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EligibilityTest extends SelectionScenario {
  @Test
  void unknownNamesAreAnsweredWithTheKnownOnes() {
    ServiceException language =
        failsWith(
            ErrorCode.LANGUAGE_UNKNOWN,
            () -> selector(bun).select(needs(new Language("cobol"), Optional.empty(), Set.of())));
    assertThat(language.known()).containsExactly("javascript");
    ServiceException runtime =
        failsWith(
            ErrorCode.RUNTIME_UNKNOWN,
            () -> selector(bun, deno).select(needs(JS, Optional.of("node"), Set.of())));
    assertThat(runtime.known()).containsExactly("bun", "deno");
  }

  @Test
  void theRuntimeAskedForIsTakenOrItsReasonGiven() {
    assertThat(selector(bun, docker).select(needs(JS, Optional.of("docker"), Set.of())).winner())
        .contains(docker);
    docker.available(new Availability.Unavailable("no Docker engine answers", "start docker"));
    ServiceException failure =
        failsWith(
            ErrorCode.RUNTIME_UNAVAILABLE,
            () -> selector(bun, docker).select(needs(JS, Optional.of("docker"), Set.of())));
    assertThat(failure.getMessage()).contains("no Docker engine answers").doesNotContain("bun");
    assertThat(failure.fix()).contains("start docker");
    assertThat(failure.field()).contains("runtime");
  }

  @Test
  void everyReasonIsGivenWhenNoneCanServe() {
    bun.available(new Availability.Unavailable("bun is not installed", "install bun"));
    ServiceException failure =
        failsWith(
            ErrorCode.RUNTIME_UNAVAILABLE,
            () ->
                selector(bun, deno.enforcing(Limit.WALL))
                    .select(needs(JS, Optional.empty(), Set.of(Limit.MEMORY))));
    assertThat(failure.getMessage()).contains("bun is not installed").contains("memoryBytes");
    assertThat(failure.fix().orElseThrow())
        .contains("install bun")
        .contains("leave out limits.memoryBytes");
  }

  @Test
  void onlyLimitsThatAreReallyEnforcedMayBeAskedFor() {
    FakeRuntime lax = deno.enforcing(Limit.WALL);
    assertThat(selector(lax).select(needs(JS, Optional.empty(), Set.of(Limit.WALL))).winner())
        .contains(lax);
    Selection selection = selector(bun, lax).select(needs(JS, Optional.empty(), Set.of(Limit.CPU)));
    assertThat(selection.winner()).contains(bun);
    assertThat(selection.rejected())
        .singleElement()
        .extracting(Rejection::obstacle)
        .isEqualTo(Rejection.Obstacle.LIMIT);
  }

  @Test
  void aRuntimeThatOffersWhatIsNeededIsChosen() {
    FakeRuntime bare = bun.offering(Feature.CONTEXTS);
    Selection selection =
        selector(bare, deno).select(needs(Optional.empty(), Feature.SHELL, Feature.TERMINAL));
    assertThat(selection.winner()).contains(deno);
    Rejection rejection = selection.rejected().getFirst();
    assertThat(rejection.obstacle()).isEqualTo(Rejection.Obstacle.FEATURE);
    assertThat(rejection.reason()).isEqualTo("does not offer shell, terminal");
    assertThat(rejection.remedy()).isNotEmpty();
    assertThat(selector(bare).select(needs(Optional.empty(), Feature.CONTEXTS)).winner())
        .contains(bare);
  }

  @Test
  void aFeatureThatNoRuntimeOffersIsNotSupported() {
    FakeRuntime bare = bun.offering(Feature.CONTEXTS);
    ServiceException failure =
        failsWith(
            ErrorCode.NOT_SUPPORTED,
            () -> selector(bare).select(needs(Optional.empty(), Feature.SHELL)));
    assertThat(failure.getMessage()).contains("bun does not offer shell");
    assertThat(failure.field()).contains("features");
    assertThat(failure.known()).containsExactly("contexts");
  }

  @Test
  void theRuntimeAskedForIsRefusedWithThoseThatOfferIt() {
    FakeRuntime bare = bun.offering();
    ServiceException failure =
        failsWith(
            ErrorCode.NOT_SUPPORTED,
            () -> selector(bare, deno).select(needs(Optional.of("bun"), Feature.SIGNALS)));
    assertThat(failure.field()).contains("runtime");
    assertThat(failure.known()).containsExactly("deno");
    assertThat(failure.fix().orElseThrow()).contains("name a runtime that does");
  }

  @Test
  void aRuntimeThatWouldOfferItButIsNotThereIsWhatIsMissing() {
    deno.available(new Availability.Unavailable("deno is not installed", "install deno"));
    ServiceException failure =
        failsWith(
            ErrorCode.RUNTIME_UNAVAILABLE,
            () -> selector(bun.offering(), deno).select(needs(Optional.empty(), Feature.SHELL)));
    assertThat(failure.fix().orElseThrow()).contains("install deno");
  }

  @Test
  void whatOnlyTakesTimeIsRetryable() {
    bun.available(new Availability.Preparing("compiling", 0.5));
    deno.available(new Availability.Unavailable("deno is not installed", "install deno"));
    ServiceException preparing =
        failsWith(
            ErrorCode.RUNTIME_PREPARING,
            () -> selector(bun, deno).select(needs(Preference.BALANCED)));
    assertThat(preparing.getMessage()).contains("compiling").contains("50 %");
    assertThat(preparing.code().retryable()).isTrue();
  }

  @Test
  void anUnknownTemplateIsAnsweredWithTheKnownOnes() {
    bun.withTemplates("plain", "react");
    Requirements needs =
        new Requirements(
            JS,
            Optional.empty(),
            Preference.BALANCED,
            POLICIES.active(),
            Optional.of("vue"),
            Set.of(),
            Set.of(),
            Network.NONE);
    ServiceException failure =
        failsWith(ErrorCode.TEMPLATE_UNKNOWN, () -> selector(bun, deno).select(needs));
    assertThat(failure.known()).containsExactly("plain", "react");
    assertThat(failure.field()).contains("template");
  }

  @Test
  void productionNeverRunsUnconfinedCode() {
    FakeRuntime bare = FakeRuntime.named("bare", Isolation.NONE, Duration.ofMillis(1), 1, LANGUAGE);
    ServiceException failure =
        failsWith(
            ErrorCode.RUNTIME_UNAVAILABLE, () -> selector(bare).select(needs(Preference.SPEED)));
    assertThat(failure.getMessage()).contains("production");
    assertThat(selector(bare).select(needs(Preference.SPEED, "trusted")).winner()).contains(bare);
  }
}
