package dev.codebeaker.runtime.process;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The runtimes whose toolchains are programs of the host. */
@ConfigMapping(prefix = "codebeaker.process")
public interface ProcessConfig {
  /** Whether there are any. */
  @WithDefault("true")
  boolean enabled();

  /**
   * Directories to look for programs in before the usual ones, with colons between them. Default:
   * the service's own PATH.
   */
  Optional<String> path();

  /** Where single programs are, by name: {@code codebeaker.process.tools.bun=/opt/bun}. */
  Map<String, Path> tools();

  /** How many sandboxes each of these runtimes may have open at the same time. */
  @WithDefault("500")
  int maxSandboxes();

  /** How many contexts one session may have. */
  @WithDefault("8")
  int maxContextsPerSession();

  /** How long a context that was asked to stop may take before it is stopped hard. */
  @WithDefault("100ms")
  Duration stopGrace();

  /** How long an interpreter may take to start. */
  @WithDefault("20s")
  Duration startTimeout();

  /** Interpreters that are started ahead. */
  Pool pool();

  /** How long compiling may take, and what it may use. */
  Compile compile();

  /** What single runtimes cost, by name. */
  Map<String, Costs> runtimes();

  /** What a runtime costs as far as anybody has declared it. */
  default Costs costs(String runtime) {
    return Optional.ofNullable(runtimes().get(runtime)).orElse(UNDECLARED);
  }

  /** What a runtime costs of which nothing is declared. */
  Costs UNDECLARED =
      new Costs() {
        @Override
        public Duration startup() {
          return Duration.ofMillis(30);
        }

        @Override
        public long memoryBytes() {
          return 16L << 20;
        }
      };

  /** Interpreters that are started ahead, for each toolchain that has an agent. */
  interface Pool {
    /** How many are ready when nobody has asked for any. */
    @WithDefault("1")
    int min();

    /** How many may be ready when many are asked for. */
    @WithDefault("8")
    int max();

    /** For how long what was asked for counts. */
    @WithDefault("10s")
    Duration memory();
  }

  /** The compile step of languages that have one. */
  interface Compile {
    /**
     * Whether a service that starts makes what the first compilations would wait for, on all its
     * processors for half a minute; else the first one waits.
     */
    @WithDefault("false")
    boolean prepareAhead();

    /** Time on the clock of one compilation. */
    @WithDefault("60s")
    Duration wall();

    /** Time on the clock of what a toolchain makes once, before its first compilation. */
    @WithDefault("5m")
    Duration prepareWall();

    /** Memory of one compilation, in bytes. */
    @WithDefault("2147483648")
    long memoryBytes();

    /** Processes and threads of one compilation. */
    @WithDefault("256")
    int processes();

    /** What the cache of compiled programs may hold, in bytes; 0 for none. */
    @WithDefault("268435456")
    long cacheBytes();
  }

  /** What a runtime costs, as declared; measurement corrects it. */
  interface Costs {
    /** From opening a sandbox to its first output. */
    @WithDefault("30ms")
    Duration startup();

    /** What an open sandbox takes, in bytes. */
    @WithDefault("16777216")
    long memoryBytes();
  }
}
