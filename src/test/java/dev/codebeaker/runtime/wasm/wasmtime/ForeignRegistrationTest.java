package dev.codebeaker.runtime.wasm.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** A native image can only make the calls, and be called by the functions, that are registered. */
class ForeignRegistrationTest {
  private static final String FILE =
      "/META-INF/native-image/dev.codebeaker/codebeaker/reachability-metadata.json";

  @Test
  void everyDowncallIsRegistered() throws IOException {
    Set<String> used =
        Arrays.stream(CFunction.values())
            .map(function -> text(function.descriptor()))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(registered("downcalls")).isEqualTo(used);
  }

  @Test
  void everyUpcallIsRegistered() throws IOException {
    Set<String> used =
        Upcalls.TABLE.values().stream()
            .map(signature -> text(signature.descriptor()))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(registered("upcalls")).isEqualTo(used);
  }

  @Test
  void theMethodsThatAreCalledAreKeptForReflection() throws IOException {
    JsonNode upcalls =
        StreamSupport.stream(metadata().path("reflection").spliterator(), false)
            .filter(entry -> entry.path("type").asText().equals(Upcalls.class.getName()))
            .findFirst()
            .orElseThrow();
    Set<String> names = new TreeSet<>();
    upcalls.path("methods").forEach(method -> names.add(method.path("name").asText()));
    assertThat(names).isEqualTo(new TreeSet<>(Upcalls.TABLE.keySet()));
  }

  private static Set<String> registered(String kind) throws IOException {
    Set<String> signatures = new TreeSet<>();
    for (JsonNode call : metadata().path("foreign").path(kind)) {
      signatures.add(
          call.path("returnType").asText()
              + StreamSupport.stream(call.path("parameterTypes").spliterator(), false)
                  .map(JsonNode::asText)
                  .collect(Collectors.joining(",", "(", ")")));
    }
    return signatures;
  }

  private static JsonNode metadata() throws IOException {
    try (InputStream file = ForeignRegistrationTest.class.getResourceAsStream(FILE)) {
      return new ObjectMapper().readTree(file);
    }
  }

  private static String text(FunctionDescriptor descriptor) {
    return descriptor.returnLayout().map(ForeignRegistrationTest::text).orElse("void")
        + descriptor.argumentLayouts().stream()
            .map(ForeignRegistrationTest::text)
            .collect(Collectors.joining(",", "(", ")"));
  }

  private static String text(MemoryLayout layout) {
    return switch (layout.toString()) {
      case "a8" -> "void*";
      case "j8" -> "jlong";
      case "i4" -> "jint";
      case "b1" -> "jbyte";
      case "z1" -> "jboolean";
      default -> layout.toString();
    };
  }
}
