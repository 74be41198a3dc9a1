package dev.codebeaker.runtime.process.container;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Container runtimes: each is a name and the OCI runtime that the engine starts containers with.
 */
@ConfigMapping(prefix = "codebeaker.container")
public interface ContainerConfig {
  /** Whether containers are used where the engine is there. */
  @WithDefault("true")
  boolean enabled();

  /**
   * Where the engine listens, {@code unix:///path} or {@code tcp://host:port}. One that sees the
   * service's directories at the same paths, and whose processes the service sees, shares them;
   * with any other, files are copied before and after each run, and runtimes of kind {@code
   * user-kernel} are unavailable.
   */
  @WithDefault("unix:///var/run/docker.sock")
  URI engine();

  /**
   * A directory with {@code ca.pem}, {@code cert.pem} and {@code key.pem} (PKCS #8), by which the
   * service and an engine at {@code tcp://} know each other. The engine's certificate has to name
   * its host.
   */
  Optional<Path> certificates();

  /**
   * Whether an engine at {@code tcp://} is spoken to without TLS. Who can reach that port has the
   * machine, and who can answer there has the guests.
   */
  @WithDefault("false")
  boolean allowPlainTcp();

  /** How long the engine may take to answer a call. */
  @WithDefault("20s")
  Duration timeout();

  /**
   * How often the engine is asked whether it is there. Without it the runtimes are unavailable, and
   * available again when it answers.
   */
  @WithDefault("3s")
  Duration watchInterval();

  /** How many containers may be in the middle of their start at once; more wait. */
  @WithDefault("16")
  int maxStarts();

  /** How many processors' worth of time a container may have, where the machine has more. */
  @WithDefault("2")
  double cpus();

  /** The runtimes, by the name clients select them by. */
  Map<String, Runtime> runtimes();

  /** The image that holds the tools of a toolchain, by the toolchain's name. */
  Map<String, String> images();

  /**
   * Images of their choice that clients may open sessions on: names, or beginnings of names with a
   * star behind them, {@code registry.example.org/team/*}. None where it is not set. A star stands
   * for anything: without a slash before it, for other registries too.
   */
  Optional<List<String>> allowedImages();

  /**
   * What is done about images that the engine does not have, those of the configuration and those
   * that clients may name: {@code never} pulls any, {@code missing} pulls them when they are
   * needed, {@code always} pulls each once after every start, though it is there. A name without a
   * registry is looked for in the engine's own, where anybody may have taken it.
   */
  @WithDefault("never")
  Pull pull();

  /** How long bringing one image may take. */
  @WithDefault("10m")
  Duration pullTimeout();

  /** How many images are brought at once; more wait. */
  @WithDefault("2")
  int maxPulls();

  /**
   * Toolchains whose languages another one with an image treats, too. Each has a runtime of its own
   * beside every one of these: {@code docker-bun}.
   */
  Optional<Set<String>> apart();

  /** When images are pulled. */
  enum Pull {
    NEVER,
    MISSING,
    ALWAYS
  }

  /** One container runtime. */
  interface Runtime {
    /** What the engine knows it as. Where it does not, the runtime is unavailable. */
    String ociRuntime();

    /**
     * How it confines: {@code container}, or {@code user-kernel} where guests get a kernel of their
     * own in user space.
     */
    @WithDefault("container")
    Kind kind();
  }

  /** How containers are kept from the host's kernel. */
  enum Kind {
    CONTAINER,
    USER_KERNEL
  }
}
