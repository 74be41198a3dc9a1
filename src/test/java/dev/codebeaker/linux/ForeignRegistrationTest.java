package dev.codebeaker.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.testing.ForeignRegistration;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Calls that keep errno are this package's; those that do not are the engine's. */
class ForeignRegistrationTest {
  @Test
  void everyCallOfTheKernelIsRegistered() throws IOException {
    Set<String> used =
        Arrays.stream(LinuxFunction.values())
            .map(call -> ForeignRegistration.text(call.descriptor(), call.firstVariadic()))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(ForeignRegistration.registered("downcalls"))
        .filteredOn(call -> call.contains(ForeignRegistration.KEEPS_ERRNO))
        .containsExactlyElementsOf(used);
  }
}
