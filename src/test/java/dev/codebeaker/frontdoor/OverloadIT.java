package dev.codebeaker.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.codebeaker.frontdoor.PackagedService.Reply;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service, asked for more than it takes. */
class OverloadIT {
  private static final String BUSY =
      "const end = Date.now() + 200; while (Date.now() < end); console.log('done')";
  private static final int CLIENTS = 60;

  @Test
  void whatIsTooMuchIsRefusedAtOnceAndTheRestIsDone(@TempDir Path directory) throws Exception {
    Map<String, String> narrow =
        Map.of(
            "CODEBEAKER_WASM_ENGINE", "java",
            "CODEBEAKER_ADMISSION_MAX_BEGUN_PER_PROCESSOR", "1",
            "CODEBEAKER_ADMISSION_BURST", "0s");
    try (PackagedService service =
        PackagedService.start(List.of(), directory, narrow).awaitReady("javascript")) {
      List<Reply> replies = allAtOnce(service);

      List<Reply> refused = replies.stream().filter(reply -> reply.status() != 200).toList();
      assertThat(refused).isNotEmpty().hasSizeLessThan(CLIENTS);
      assertThat(refused)
          .allSatisfy(
              reply -> {
                assertThat(reply.status()).as("%s", reply.body()).isEqualTo(503);
                assertThat(reply.text("error")).isEqualTo("OVERLOADED");
                assertThat(reply.body().path("retryable").asBoolean()).isTrue();
              });
      assertThat(replies.stream().filter(reply -> reply.status() == 200))
          .allSatisfy(reply -> assertThat(reply.text("stdout")).isEqualTo("done\n"));
      await().until(() -> service.run("javascript", BUSY).status() == 200);
    }
  }

  private static List<Reply> allAtOnce(PackagedService service) throws Exception {
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Reply>> asked =
          Stream.generate(() -> clients.submit(() -> service.run("javascript", BUSY)))
              .limit(CLIENTS)
              .toList();
      List<Reply> replies = new ArrayList<>();
      for (Future<Reply> each : asked) {
        replies.add(each.get());
      }
      return replies;
    }
  }
}
