package dev.codebeaker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.selection.Preference;
import dev.codebeaker.session.SessionRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
  @TempDir Path directory;

  private final FakeService service = new FakeService((code, sink) -> FakeService.exited(0));
  private final CommandLineFixture cli = new CommandLineFixture(service, "print(1)");

  @Test
  void everyOptionReachesTheRequest() {
    assertThat(
            cli.run(
                "run",
                "--lang",
                "python",
                "--runtime",
                "wasm",
                "--template",
                "python-data",
                "--prefer",
                "speed",
                "--limit",
                "wallMs=500",
                "--limit",
                "memoryBytes=1000000",
                "--env",
                "A=b=c",
                "-e",
                "pass",
                "--",
                "-x",
                "two words"))
        .isZero();
    SessionRequest request = service.requests.getFirst();
    assertThat(request.language()).hasToString("python");
    assertThat(request.runtime()).contains("wasm");
    assertThat(request.template()).contains("python-data");
    assertThat(request.preference()).isEqualTo(Preference.SPEED);
    assertThat(request.limits())
        .containsOnly(entry(Limit.WALL, 500L), entry(Limit.MEMORY, 1_000_000L));
    RunCode program = service.commands.getFirst();
    assertThat(program.code()).isEqualTo("pass");
    assertThat(program.args()).containsExactly("-x", "two words");
    assertThat(program.env()).containsExactly(entry("A", "b=c"));
    assertThat(program.context()).isEmpty();
  }

  @Test
  void aFileIsReadAndWhatFollowsAreItsArguments() throws IOException {
    Path file = Files.writeString(directory.resolve("hello there.py"), "print('hi')");
    assertThat(cli.run("run", file.toString(), "a", "--", "--b")).isZero();
    assertThat(service.commands.getFirst().code()).isEqualTo("print('hi')");
    assertThat(service.commands.getFirst().args()).containsExactly("a", "--b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-l", "--lang", "--language"})
  void theLanguageHasThreeNames(String option) {
    assertThat(cli.run("run", option, "javascript", "-e", "code")).isZero();
    assertThat(service.requests.getFirst().language()).hasToString("javascript");
  }

  @ParameterizedTest
  @CsvSource({
    "a.py,python",
    "a.js,javascript",
    "a.mjs,javascript",
    "a.ts,typescript",
    "a.wat,wasm",
    "a.lua,lua"
  })
  void theLanguageIsGuessedFromTheName(String name, String language) throws IOException {
    Path file = Files.writeString(directory.resolve(name), "");
    assertThat(cli.run("run", file.toString())).isZero();
    assertThat(service.requests.getFirst().language()).hasToString(language);
  }

  @Test
  void aModuleIsSentAsBase64() throws IOException {
    byte[] module = {0, 'a', 's', 'm', 1, 0, 0, 0};
    Path file = Files.write(directory.resolve("m.wasm"), module);
    assertThat(cli.run("run", file.toString())).isZero();
    assertThat(Base64.getDecoder().decode(service.commands.getFirst().code())).isEqualTo(module);
  }

  @Test
  void aDashReadsTheProgramFromStandardInput() {
    assertThat(cli.run("run", "-l", "python", "-")).isZero();
    assertThat(service.commands.getFirst().code()).isEqualTo("print(1)");
    assertThat(service.commands.getFirst().stdin().open()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "run",
        "run --nonsense",
        "run /nowhere/a.py",
        "run -e code",
        "run -l python -e code --limit wallMs=much",
        "run -l python -e code --limit speed=1",
        "run -l python -e code --prefer beauty",
        "run -l cobol -e code",
        "run -l python --tty -e code",
        "shell word",
        "shell -l cobol",
        "engines nonsense",
        "serve --port nine"
      })
  void badUsageIsOneLineAndExitCodeTwo(String arguments) {
    assertThat(cli.run(arguments.split(" "))).isEqualTo(2);
    assertThat(cli.err()).startsWith("codebeaker: ").hasLineCount(1);
    assertThat(cli.out()).isEmpty();
    assertThat(service.commands).isEmpty();
  }

  @Test
  void aRefusalNamesCodeFieldFixAndWhatIsKnown() {
    cli.run("run", "-l", "cobol", "-e", "code");
    assertThat(cli.err())
        .isEqualToIgnoringNewLines(
            "codebeaker: LANGUAGE_UNKNOWN: no runtime knows 'cobol' (language) - use a known one -"
                + " known: python");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "serve -h",
        "run --help",
        "repl -h",
        "shell -h",
        "languages -h",
        "runtimes -h",
        "engines -h",
        "doctor -h",
        "version -h"
      })
  void helpIsPrintedAndNothingDone(String arguments) {
    assertThat(cli.run(arguments.split(" "))).isZero();
    assertThat(cli.out()).contains("Usage: codebeaker");
    assertThat(service.requests).isEmpty();
  }

  @Test
  void servingIsTheDefault() {
    service.runtimes.add(new FakeRuntime("python"));
    assertThat(cli.run()).isZero();
    assertThat(cli.settings).isEmpty();
    assertThat(cli.out())
        .contains("ws://127.0.0.1:8080/rpc")
        .contains("curl -s http://127.0.0.1:8080/api/run")
        .contains("'{\"language\": \"python\", \"code\": \"print(6 * 7)\"}'");
  }

  @Test
  void portAndHostAreSettings() {
    assertThat(cli.run("serve", "--port", "9000", "--host", "0.0.0.0")).isZero();
    assertThat(cli.settings)
        .containsOnly(entry("quarkus.http.port", "9000"), entry("quarkus.http.host", "0.0.0.0"));
  }
}
