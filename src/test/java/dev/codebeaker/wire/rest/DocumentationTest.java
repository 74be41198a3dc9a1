package dev.codebeaker.wire.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.wire.message.RunRequest;
import dev.codebeaker.wire.message.SessionRequests;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What OpenAPI shows of requests is what is read. */
class DocumentationTest {
  @Test
  void everyFieldThatIsReadIsDocumented() {
    assertThat(fields(Requests.Run.class))
        .containsExactlyInAnyOrderElementsOf(
            RunRequest.FIELDS.stream().filter(field -> !field.equals("stream")).toList());
    assertThat(fields(Requests.Session.class))
        .containsExactlyInAnyOrderElementsOf(SessionRequests.FIELDS);
    assertThat(fields(Requests.Command.class)).isEqualTo(ExecutionRequests.Command.FIELDS);
    assertThat(fields(Requests.Input.class)).isEqualTo(ExecutionRequests.Input.FIELDS);
    assertThat(fields(Requests.Signalling.class)).isEqualTo(ExecutionRequests.Signalling.FIELDS);
    assertThat(fields(Requests.Resize.class)).isEqualTo(ExecutionRequests.Resize.FIELDS);
    assertThat(fields(Requests.Cancel.class)).isEqualTo(ExecutionRequests.Cancel.FIELDS);
    assertThat(fields(Requests.Bounds.class))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Limit.values()).map(Limit::key).toList());
  }

  private static List<String> fields(Class<? extends Record> documented) {
    return Arrays.stream(documented.getRecordComponents()).map(RecordComponent::getName).toList();
  }
}
