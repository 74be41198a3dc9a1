package dev.codebeaker.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.codebeaker.frontdoor.PackagedService.Reply;
import dev.codebeaker.testing.RpcClient;
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

  @Test
  void whatWouldWaitTooLongInItsSessionIsRefusedAtOnce(@TempDir Path directory) throws Exception {
    Map<String, String> impatient =
        Map.of(
            "CODEBEAKER_WASM_ENGINE", "java",
            "CODEBEAKER_ADMISSION_MAX_BEGUN_PER_PROCESSOR", "1",
            "CODEBEAKER_ADMISSION_PROCESSORS", "1",
            "CODEBEAKER_ADMISSION_BURST", "1h",
            "CODEBEAKER_ADMISSION_MAX_WAIT", "0s");
    try (PackagedService service =
            PackagedService.start(List.of(), directory, impatient).awaitReady("javascript");
        RpcClient client = service.connect()) {
      List<String> sessions = sessions(client);
      List<RpcClient.Answer> first =
          sessions.stream().map(session -> client.execute(session, BUSY)).toList();
      RpcClient.Answer behind = client.execute(sessions.getLast(), BUSY);
      RpcClient.Answer file =
          client.command(
              sessions.getLast(),
              command -> command.put("type", "write_file").put("path", "a").put("content", "b"));

      assertThat(behind.errorName()).isEqualTo("OVERLOADED");
      assertThat(behind.error().at("/data/retryable").asBoolean()).isTrue();
      assertThat(file.errorName()).isEqualTo("OVERLOADED");
      assertThat(first)
          .allSatisfy(it -> assertThat(it.result().path("stdout").asText()).isEqualTo("done\n"));
      assertThat(client.execute(sessions.getLast(), BUSY).result().path("stdout").asText())
          .isEqualTo("done\n");
    }
  }

  /** Twice as many as keep its processor busy, each with a turn behind it. */
  private static List<String> sessions(RpcClient client) {
    return Stream.generate(() -> client.session("javascript"))
        .limit(8)
        .peek(session -> client.execute(session, BUSY).result())
        .toList();
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
