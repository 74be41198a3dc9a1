package dev.codebeaker.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.codebeaker.runtime.wasm.wasmtime.EnginePackFixture;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The packaged service and its workers, which are the default. */
class WorkersIT {
  @Test
  void aServiceThatIsKilledLeavesNoWorker() {
    EnginePackFixture.pack();
    try (PackagedService service = PackagedService.start("wasmtime").awaitReady("javascript")) {
      await().until(() -> service.children().size() == 2);
      List<ProcessHandle> workers = service.children();
      assertThat(workers).allMatch(ProcessHandle::isAlive);

      service.kill();

      await().until(() -> workers.stream().noneMatch(ProcessHandle::isAlive));
    }
  }

  @Test
  void aWorkerThatIsKilledIsNotTheEndOfTheService() {
    EnginePackFixture.pack();
    try (PackagedService service = PackagedService.start("wasmtime").awaitReady("javascript")) {
      List<ProcessHandle> workers = service.children();
      assertThat(workers).isNotEmpty();

      workers.forEach(ProcessHandle::destroyForcibly);

      await()
          .untilAsserted(
              () ->
                  assertThat(service.run("javascript", "console.log(6 * 7)").text("stdout"))
                      .isEqualTo("42\n"));
    }
  }
}
