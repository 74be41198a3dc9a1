package dev.codebeaker.runtime.wasm;

import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.contract.RuntimeContract;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract on one engine of the wasm runtime. */
abstract class WasmContract extends RuntimeContract {
  private final WasmConfig.Engine engine;
  private final WasmConfig.GuestIsolation isolation;
  private @Nullable WasmRig rig;

  WasmContract(WasmConfig.Engine engine) {
    this(engine, WasmConfig.GuestIsolation.IN_PROCESS);
  }

  WasmContract(WasmConfig.Engine engine, WasmConfig.GuestIsolation isolation) {
    this.engine = engine;
    this.isolation = isolation;
  }

  @BeforeAll
  void open() {
    rig = WasmRig.ready(engine, isolation);
  }

  @AfterAll
  void close() {
    if (rig != null) {
      rig.close();
    }
  }

  @Override
  protected ExecutionRuntime runtime() {
    return Objects.requireNonNull(rig).runtime();
  }

  @Override
  protected Path state() {
    return Objects.requireNonNull(rig).state();
  }
}
