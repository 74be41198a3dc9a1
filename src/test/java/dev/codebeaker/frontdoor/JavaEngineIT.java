package dev.codebeaker.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.frontdoor.PackagedService.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The packaged service where there is no engine pack, and nothing else that runs Python. */
class JavaEngineIT {
  private static PackagedService service;

  @BeforeAll
  static void start() {
    service = PackagedService.start("java").awaitReady("javascript");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void javaScriptAndModulesAreServed() throws Exception {
    assertThat(service.run("javascript", "console.log(6 * 7)").text("stdout")).isEqualTo("42\n");
    assertThat(service.run("wasm", Modules.module("hello")).text("outcome")).isEqualTo("exited");
  }

  @Test
  void pythonIsUnavailableAndTheCommandThatBringsItIsNamed() {
    Reply reply = service.run("python", "print(42)");

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.text("error")).isEqualTo("RUNTIME_UNAVAILABLE");
    assertThat(reply.body().toString()).contains("./codebeaker engines install");
  }

  @Test
  void aLoopIsStopped() throws Exception {
    Reply reply =
        service.run(
            "wasm", Modules.module("loop"), body -> body.putObject("limits").put("wallMs", 500));

    assertThat(reply.text("limit")).isEqualTo("wall");
  }
}
