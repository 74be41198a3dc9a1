package dev.codebeaker.runtime.wasm;

import dev.codebeaker.runtime.wasm.pack.PackConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The wasm runtime. */
@ConfigMapping(prefix = PackConfig.PREFIX)
public interface WasmConfig extends PackConfig {
  /** Which engine executes: {@code auto} takes wasmtime where the engine pack is installed. */
  @WithDefault("auto")
  Engine engine();

  /**
   * Where guests run. {@code in-process}: in the service's own process, where a fault of the engine
   * is a fault of the service. {@code worker-pool}: in a few jailed worker processes. {@code
   * worker-per-owner}: in a jailed worker process for each owner of sessions. {@code auto}: {@code
   * worker-pool} under the policy {@code production}, {@code in-process} under any other and for
   * commands that run one program of the user's own. Workers run the engine wasmtime only.
   */
  @WithDefault("auto")
  GuestIsolation isolation();

  /** The worker processes, where guests run in them. */
  Worker worker();

  /** How many guests may run at the same time; more wait for a thread, within their wall time. */
  @WithDefault("256")
  int maxRunning();

  /** How many sandboxes may be open at the same time. */
  @WithDefault("2000")
  int maxSandboxes();

  /** How many contexts may be live at the same time, in all sessions together. */
  @WithDefault("2000")
  int maxContexts();

  /** How many contexts one session may have. */
  @WithDefault("8")
  int maxContextsPerSession();

  /**
   * How long a guest that was asked to stop may take before it is stopped hard. Only contexts are
   * asked; programs are stopped hard at once.
   */
  @WithDefault("100ms")
  Duration stopGrace();

  /**
   * How long a guest that was asked to stop may compute before it has noticed; one that has not, in
   * a long native loop, is stopped hard. At most the grace.
   */
  @WithDefault("10ms")
  Duration stopNotice();

  /** The largest module a client may send, in bytes. */
  @WithDefault("16777216")
  int maxModuleBytes();

  /** The prepared bases, by name. */
  Map<String, Template> templates();

  /** Which engine executes. */
  enum Engine {
    AUTO,
    WASMTIME,
    JAVA
  }

  /** Where guests run. */
  enum GuestIsolation {
    AUTO,
    IN_PROCESS,
    WORKER_POOL,
    WORKER_PER_OWNER
  }

  /** How much of a jail workers need. */
  enum Jail {
    AUTO,
    REQUIRED
  }

  /** The worker processes that guests run in. */
  interface Worker {
    /** How many there may be at the same time. Default: 2, and 16 where each owner has one. */
    OptionalInt count();

    /**
     * {@code required}: a worker that the kernel can not jail is not used. {@code auto}: it is,
     * with what there is of a jail, and the log tells.
     */
    @WithDefault("auto")
    Jail jail();

    /** How many sandboxes one may hold. */
    @WithDefault("1000")
    int sandboxes();

    /** How long one may take to start before that counts as failed. */
    @WithDefault("30s")
    Duration startTimeout();

    /**
     * How much longer than an execution may take one may take to tell of its end, and how long to
     * close a guest. One that takes longer is killed.
     */
    @WithDefault("10s")
    Duration answerTimeout();

    /**
     * The flags for its Java virtual machine: heap, collector. A native image heeds the sizes of
     * the heap.
     */
    @WithDefault("-Xms8m,-Xmx512m,-XX:+UseSerialGC")
    List<String> javaOptions();
  }

  /** A prepared base: contexts begin as forks of it. */
  interface Template {
    /** The language it is for. */
    String language();

    /** Run once when the base is built; what it leaves behind every fork finds. */
    @WithDefault("")
    String warmUp();

    /** Whether sessions that name no template start from it. */
    @WithDefault("false")
    @io.smallrye.config.WithName("default")
    boolean isDefault();

    /**
     * Modules that make it the template of code which imports one of them at its top and names no
     * template.
     */
    Optional<List<String>> whenImported();
  }
}
