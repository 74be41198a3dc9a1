package dev.codebeaker.linux;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A native image can only make the call as it is registered: with its options. */
class SyscallRegistrationTest {
  private static final String FILE =
      "/META-INF/native-image/dev.codebeaker/linux-syscall/reachability-metadata.json";

  @Test
  void theOneCallIsRegistered() throws IOException {
    JsonNode downcalls = metadata().path("foreign").path("downcalls");
    assertThat(downcalls).hasSize(1);
    JsonNode call = downcalls.get(0);
    List<String> parameters = new ArrayList<>();
    call.path("parameterTypes").forEach(type -> parameters.add(type.asText()));
    assertThat(Syscall.DESCRIPTOR.returnLayout()).contains(ValueLayout.JAVA_LONG);
    assertThat(Syscall.DESCRIPTOR.argumentLayouts()).containsOnly(ValueLayout.JAVA_LONG);
    assertThat(call.path("returnType").asText()).isEqualTo("jlong");
    assertThat(parameters)
        .containsOnly("jlong")
        .hasSameSizeAs(Syscall.DESCRIPTOR.argumentLayouts());
    assertThat(call.path("options").path("captureCallState").asBoolean()).isTrue();
    assertThat(call.path("options").path("firstVariadicArg").asInt()).isEqualTo(1);
  }

  private static JsonNode metadata() throws IOException {
    try (InputStream file = SyscallRegistrationTest.class.getResourceAsStream(FILE)) {
      return new ObjectMapper().readTree(file);
    }
  }
}
