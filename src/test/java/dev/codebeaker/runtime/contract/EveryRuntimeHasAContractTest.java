package dev.codebeaker.runtime.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.wasm.WasmEngine;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A runtime, or an engine of one, that nobody holds to the contract fails the build. */
class EveryRuntimeHasAContractTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter().importPackages("dev.codebeaker");

  @Test
  void everyRuntimeIsHeldToTheContract() {
    List<JavaClass> contracts = concrete(RuntimeContract.class);
    List<JavaClass> runtimes =
        concrete(ExecutionRuntime.class).stream()
            .filter(runtime -> !isOfTheTests(runtime))
            .toList();
    assertThat(runtimes).isNotEmpty();
    for (JavaClass runtime : runtimes) {
      assertThat(contracts)
          .as("a subclass of RuntimeContract in " + runtime.getPackageName())
          .anyMatch(contract -> contract.getPackageName().equals(runtime.getPackageName()));
    }
  }

  @Test
  void everyEngineIsHeldToTheContract() {
    List<String> contracts =
        concrete(RuntimeContract.class).stream().map(JavaClass::getSimpleName).toList();
    for (JavaClass engine : concrete(WasmEngine.class)) {
      String name = engine.getSimpleName();
      assertThat(contracts)
          .as("a contract for " + name)
          .anyMatch(contract -> name.startsWith(contract.replace("ContractTest", "")));
    }
  }

  private static boolean isOfTheTests(JavaClass found) {
    return found.getSource().orElseThrow().getUri().getPath().contains("/test");
  }

  private static List<JavaClass> concrete(Class<?> type) {
    return CLASSES.stream()
        .filter(found -> found.isAssignableTo(type) && !found.isInterface())
        .filter(found -> !found.getModifiers().contains(JavaModifier.ABSTRACT))
        .toList();
  }
}
