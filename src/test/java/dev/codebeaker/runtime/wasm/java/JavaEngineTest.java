package dev.codebeaker.runtime.wasm.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.Availability;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaEngineTest {
  private Guests guests;

  @BeforeEach
  void open(@TempDir Path state) {
    guests = new Guests(state);
  }

  @AfterEach
  void close() {
    guests.close();
  }

  @Test
  void whatItCanNotRunIsUnavailableWithTheCommandThatBringsIt() {
    for (String name : new String[] {"python", "typescript"}) {
      Language language = new Language(name);
      assertThat(guests.engine.languages()).contains(language);
      assertThat(guests.engine.availability(language))
          .isInstanceOfSatisfying(
              Availability.Unavailable.class,
              unavailable ->
                  assertThat(unavailable.remedy()).isEqualTo("./codebeaker engines install"));
      ServiceException refused =
          catchThrowableOfType(ServiceException.class, () -> guests.open(language, false));
      assertThat(refused.code()).isEqualTo(ErrorCode.RUNTIME_UNAVAILABLE);
    }
  }

  @Test
  void itRunsModulesAndJavaScript() {
    assertThat(guests.engine.availability(Guests.WASM)).isInstanceOf(Availability.Available.class);
    assertThat(guests.engine.availability(Guests.JAVASCRIPT))
        .isInstanceOf(Availability.Available.class);
  }

  @Test
  void aModuleHasNoContexts() {
    ServiceException refused =
        catchThrowableOfType(ServiceException.class, () -> guests.open(Guests.WASM, true));
    assertThat(refused.field()).contains("context");
  }

  @Test
  void itClaimsNoLimitItDoesNotEnforce() {
    assertThat(guests.engine.enforcedLimits()).doesNotContain(Limit.PROCESSES);
  }
}
