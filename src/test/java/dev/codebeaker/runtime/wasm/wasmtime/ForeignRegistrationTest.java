package dev.codebeaker.runtime.wasm.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codebeaker.testing.ForeignRegistration;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** A native image can only make the calls, and be called by the functions, that are registered. */
class ForeignRegistrationTest {
  @Test
  void everyDowncallIsRegistered() throws IOException {
    Set<String> used =
        Arrays.stream(CFunction.values())
            .map(function -> ForeignRegistration.text(function.descriptor()))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(ForeignRegistration.registered("downcalls"))
        .filteredOn(call -> !call.contains(ForeignRegistration.KEEPS_ERRNO))
        .containsExactlyElementsOf(used);
  }

  @Test
  void everyUpcallIsRegistered() throws IOException {
    Set<String> used =
        Upcalls.TABLE.values().stream()
            .map(signature -> ForeignRegistration.text(signature.descriptor()))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(ForeignRegistration.registered("upcalls")).isEqualTo(used);
  }

  @Test
  void theMethodsThatAreCalledAreKeptForReflection() throws IOException {
    JsonNode upcalls =
        StreamSupport.stream(ForeignRegistration.metadata().path("reflection").spliterator(), false)
            .filter(entry -> entry.path("type").asText().equals(Upcalls.class.getName()))
            .findFirst()
            .orElseThrow();
    Set<String> names = new TreeSet<>();
    upcalls.path("methods").forEach(method -> names.add(method.path("name").asText()));
    assertThat(names).isEqualTo(new TreeSet<>(Upcalls.TABLE.keySet()));
  }
}
