package dev.codebeaker.runtime.wasm.wasmtime;

import dev.codebeaker.runtime.wasm.WasmConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The defaults, with templates of the test's own. */
public record FakeWasmConfig(Map<String, Template> templates) implements WasmConfig {
  @Override
  public Engine engine() {
    return Engine.WASMTIME;
  }

  @Override
  public GuestIsolation isolation() {
    return GuestIsolation.IN_PROCESS;
  }

  @Override
  public Worker worker() {
    throw new UnsupportedOperationException("there are no workers in this process");
  }

  @Override
  public Optional<Path> cacheDirectory() {
    return Optional.empty();
  }

  @Override
  public Optional<Path> enginePack() {
    return Optional.empty();
  }

  @Override
  public int maxRunning() {
    return 64;
  }

  @Override
  public int maxSandboxes() {
    return 2000;
  }

  @Override
  public int maxContexts() {
    return 2000;
  }

  @Override
  public int maxContextsPerSession() {
    return 8;
  }

  @Override
  public Duration stopGrace() {
    return Duration.ofMillis(250);
  }

  @Override
  public Duration stopNotice() {
    return Duration.ofMillis(10);
  }

  @Override
  public int maxModuleBytes() {
    return 1 << 20;
  }
}
