package dev.codebeaker.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codebeaker.runtime.RuntimeFamily;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuntimeRegistryTest extends SelectionScenario {
  @Test
  void theRuntimesOfFamiliesStandBesideTheOthers() {
    RuntimeFamily processes = () -> List.of(deno, bun);
    RuntimeFamily none = List::of;
    RuntimeRegistry registry = RuntimeRegistry.of(List.of(docker), List.of(processes, none));
    assertThat(registry.names()).containsExactly("bun", "deno", "docker");
    assertThat(registry.find("deno")).contains(deno);
    assertThat(registry.languages()).containsExactly(JS);
  }

  @Test
  void twoRuntimesOfOneNameAreRefusedAcrossFamilies() {
    assertThatThrownBy(() -> RuntimeRegistry.of(List.of(bun), List.of(() -> List.of(bun))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bun");
  }
}
