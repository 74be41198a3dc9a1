package dev.codebeaker.runtime.wasm;

import dev.codebeaker.runtime.wasm.pack.PackConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The wasm runtime. */
@ConfigMapping(prefix = PackConfig.PREFIX)
public interface WasmConfig extends PackConfig {
  /** Which engine executes: {@code auto} takes wasmtime where the engine pack is installed. */
  @WithDefault("auto")
  Engine engine();

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
