package dev.codebeaker.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged service, asked as soon as it says that it has started. */
class StartIT {
  @ParameterizedTest
  @ValueSource(strings = {"wasmtime", "java"})
  void whoeverIsSentThereIsServed(String engine) {
    try (PackagedService service = PackagedService.start(engine)) {
      // The engine in pure Java has no Python, which keeps nobody waiting.
      assertThat(
              service.run("python", "print(42)").text(engine.equals("java") ? "error" : "stdout"))
          .isEqualTo(engine.equals("java") ? "RUNTIME_UNAVAILABLE" : "42\n");
      assertThat(service.run("javascript", "console.log(42)").text("stdout")).isEqualTo("42\n");
    }
  }
}
