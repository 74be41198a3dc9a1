package dev.codebeaker.runtime.process;

import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.contract.RuntimeContract;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract on one of the runtimes of a rig. */
public abstract class RigContract extends RuntimeContract {
  private final Supplier<? extends RuntimeRig> rigs;
  private final String name;
  private @Nullable RuntimeRig rig;
  private @Nullable ExecutionRuntime runtime;

  protected RigContract(Supplier<? extends RuntimeRig> rigs, String name) {
    this.rigs = rigs;
    this.name = name;
  }

  @BeforeAll
  void open() {
    rig = rigs.get();
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
