package dev.codebeaker.runtime.process.container;

import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.contract.RuntimeContract;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract on one of the container runtimes. */
abstract class ContainerContract extends RuntimeContract {
  private final String name;
  private @Nullable ContainerRig rig;
  private @Nullable ExecutionRuntime runtime;

  ContainerContract(String name) {
    this.name = name;
  }

  @BeforeAll
  void open() {
    rig = new ContainerRig();
    runtime = rig.runtime(name);
  }

  @AfterAll
  void close() {
    if (rig != null) {
      rig.close();
    }
  }

  @Override
  protected ExecutionRuntime runtime() {
    return Objects.requireNonNull(runtime);
  }

  @Override
  protected Path state() {
    return Objects.requireNonNull(rig).state();
  }
}
