package dev.codebeaker.runtime.wasm.wasmtime.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.wasm.WasmEngine.GuestSpec;
import dev.codebeaker.runtime.wasm.wasmtime.OnGuestThread;
import dev.codebeaker.workspace.Workspace;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnGuestThread.class)
class PythonFactoryTest {
  private final PythonFactory factory = PythonFixture.factory();

  @Test
  void itIsAvailableWithTheDefaultTemplateFirst() {
    assertThat(factory.availability(PythonFixture.TOOLCHAIN, PythonFixture.PYTHON))
        .isInstanceOf(Availability.Available.class);
    assertThat(factory.templates(PythonFixture.PYTHON))
        .containsExactly(PythonFixture.PLAIN, PythonFixture.DATA);
  }

  @Test
  void anUnknownTemplateIsRefusedWithTheKnownOnes() {
    try (Workspace workspace = PythonFixture.workspace()) {
      GuestSpec spec = PythonFixture.spec(workspace, "perl", false, PythonFixture.LIMITS);
      assertThatThrownBy(() -> factory.open(spec))
          .isInstanceOfSatisfying(
              ServiceException.class,
              refused -> {
                assertThat(refused.code()).isEqualTo(ErrorCode.TEMPLATE_UNKNOWN);
                assertThat(refused.known()).containsExactly("python", "python-data");
              });
    }
  }

  @Test
  void littleMemoryGetsTheSmallerBaseAndTooLittleIsRefused() {
    try (Workspace workspace = PythonFixture.workspace()) {
      assertThat(open(workspace, 64L << 20)).isInstanceOf(PythonProgram.class);
      assertThatThrownBy(() -> open(workspace, 8L << 20))
          .isInstanceOfSatisfying(
              ServiceException.class,
              refused -> assertThat(refused.field()).contains("limits.memoryBytes"));
    }
  }

  private Object open(Workspace workspace, long memory) {
    GuestSpec spec =
        PythonFixture.spec(
            workspace,
            PythonFixture.DATA,
            false,
            PythonFixture.LIMITS.with(Map.of(Limit.MEMORY, memory)));
    return factory.open(
        new GuestSpec(
            spec.toolchain(), spec.language(), Optional.empty(), workspace, false, spec.limits()));
  }

  @Test
  void theNextStartMapsWhatIsThereAndASecondFactoryCloses() {
    long start = System.nanoTime();
    try (PythonFactory next = PythonFixture.newFactory();
        Workspace workspace = PythonFixture.workspace()) {
      PythonFixture.awaitReady(next, workspace);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
  }
}
