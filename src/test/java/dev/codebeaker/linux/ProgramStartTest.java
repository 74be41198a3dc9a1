package dev.codebeaker.linux;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramStartTest {
  @ParameterizedTest
  @CsvSource({
    "sh,    A, /,   command must be absolute",
    "/b\0n, A, /,   command must have no NUL",
    "/bin,  A, tmp, directory must be absolute",
    "/bin, A=, /,   'environment must have names without ''='', and no NUL'",
    "/bin, '', /,   'environment must have names without ''='', and no NUL'",
  })
  void whatCanNotBeStartedIsRefusedByName(
      String command, String variable, Path directory, String message) {
    assertThatThrownBy(
            () -> ProgramStart.of(List.of(command), Map.of(variable, "v"), directory, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({"false, terminal must come with a new session"})
  void aTerminalNeedsASession(boolean newSession, String message) {
    assertThatThrownBy(
            () ->
                new ProgramStart(
                    List.of("/bin/sh"),
                    Map.of(),
                    Path.of("/"),
                    Map.of(),
                    newSession,
                    Optional.of(Path.of("/dev/pts/0"))))
        .hasMessage(message);
  }
}
