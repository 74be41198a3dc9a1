package dev.codebeaker.runtime.wasm.worker.inside;

import dev.codebeaker.runtime.wasm.WasmConfig;
import dev.codebeaker.runtime.wasm.worker.protocol.ToWorker.Setup;
import dev.codebeaker.workspace.WorkspaceConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** The configuration of an engine in a worker: what the service has told, and no bound it keeps. */
record GivenConfig(Setup setup) implements WasmConfig, WorkspaceConfig {
  private static final int NO_BOUND = Integer.MAX_VALUE;

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
    return new None();
  }

  /** A worker has none. */
  private record None() implements Worker {
    @Override
    public OptionalInt count() {
      return OptionalInt.of(0);
    }

    @Override
    public Jail jail() {
      return Jail.AUTO;
    }

    @Override
    public int sandboxes() {
      return 0;
    }

    @Override
    public Duration startTimeout() {
      return Duration.ZERO;
    }

    @Override
    public Duration answerTimeout() {
      return Duration.ZERO;
    }

    @Override
    public List<String> javaOptions() {
      return List.of();
    }
  }

  @Override
  public int maxRunning() {
    return NO_BOUND;
  }

  @Override
  public int maxSandboxes() {
    return NO_BOUND;
  }

  @Override
  public int maxContexts() {
    return NO_BOUND;
  }

  @Override
  public int maxContextsPerSession() {
    return NO_BOUND;
  }

  @Override
  public Duration stopGrace() {
    return setup.stopGrace();
  }

  @Override
  public Duration stopNotice() {
    return setup.stopNotice();
  }

  @Override
  public int maxModuleBytes() {
    return setup.maxModuleBytes();
  }

  @Override
  public Map<String, Template> templates() {
    return setup.templates().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> new Given(entry.getValue())));
  }

  private record Given(dev.codebeaker.runtime.wasm.worker.protocol.ToWorker.Template template)
      implements Template {
    @Override
    public String language() {
      return template.language();
    }

    @Override
    public String warmUp() {
      return template.warmUp();
    }

    @Override
    public boolean isDefault() {
      return template.isDefault();
    }

    @Override
    public Optional<List<String>> whenImported() {
      return template.whenImported();
    }
  }

  @Override
  public Optional<Path> cacheDirectory() {
    return Optional.of(setup.cache());
  }

  @Override
  public Optional<Path> enginePack() {
    return Optional.empty();
  }

  @Override
  public Optional<Path> memoryDirectory() {
    return Optional.empty();
  }

  @Override
  public Optional<Path> stateDirectory() {
    return Optional.empty();
  }

  @Override
  public int maxReadBytes() {
    return setup.maxReadBytes();
  }

  @Override
  public int maxListed() {
    return setup.maxListed();
  }
}
