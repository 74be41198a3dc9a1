package dev.codebeaker.wire.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.execution.Signal;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.runtime.RuntimeCapabilities.Feature;
import dev.codebeaker.wire.message.CommandReader;
import dev.codebeaker.wire.message.RunRequest;
import dev.codebeaker.wire.message.SessionRequests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code docs/rpc.md} names what clients can call, send and be refused with. */
class RpcPageTest {
  private static final List<String> LINES = lines();

  @Test
  void everyMethodHasARow() {
    assertThat(RpcMethods.names()).allSatisfy(name -> assertThat(row(name)).isNotEmpty());
  }

  @Test
  void everyFieldOfSessionsAndRunsIsInItsRow() {
    assertThat(row("session.create")).containsAll(SessionRequests.FIELDS);
    assertThat(row("execution.run")).containsAll(RunRequest.FIELDS);
  }

  @Test
  void everyCommandIsThereWithItsFields() {
    CommandReader.fields()
        .forEach((type, fields) -> assertThat(row(type)).as(type).containsAll(fields));
  }

  @Test
  void everyErrorHasARowThatIsTrue() {
    assertThat(ErrorCode.values())
        .allSatisfy(
            code ->
                assertThat(LINES)
                    .anyMatch(
                        line ->
                            line.startsWith(
                                "| `%s` | %d | %d | %s |"
                                    .formatted(
                                        code.name(),
                                        code.rpcCode(),
                                        code.httpStatus(),
                                        code.retryable() ? "yes" : "no"))));
  }

  @Test
  void everyFeatureAndEverySignalIsNamed() {
    List<String> words = List.of(String.join("\n", LINES).split("`"));
    assertThat(words).containsAll(Signal.names());
    assertThat(words).containsAll(Arrays.stream(Feature.values()).map(Feature::label).toList());
  }

  /** What stands in backquotes in the row of a table whose first cell names this. */
  private static List<String> row(String name) {
    return LINES.stream()
        .filter(line -> line.startsWith("|") && line.split("\\|")[1].contains("`" + name + "`"))
        .flatMap(line -> List.of(line.split("`")).stream())
        .map(word -> word.replaceFirst("\\?.*", ""))
        .toList();
  }

  private static List<String> lines() {
    try {
      return Files.readAllLines(Path.of("docs/rpc.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
