package dev.codebeaker.selection;

import dev.codebeaker.runtime.Isolation;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** How a runtime is chosen for a session. */
@ConfigMapping(prefix = "codebeaker.selection")
public interface SelectionConfig {
  /**
   * The security policy of the service. A client may ask for another one, but not for a weaker one.
   */
  @WithDefault(SecurityPolicies.PRODUCTION)
  String policy();

  /**
   * The security policies, by name. {@code production}, {@code development} and {@code trusted}
   * exist without being configured.
   */
  Map<String, Policy> policies();

  /** When a runtime that fails gets no sessions for a while. */
  Rest rest();

  /** What happens to a runtime that fails to open sandboxes. */
  interface Rest {
    /**
     * After so many failures in a row it rests. Only those count that no wish of a client's (a
     * limit, a template) can have brought about.
     */
    @WithDefault("3")
    int afterFailures();

    /** The failures must lie within this time. */
    @WithDefault("30s")
    Duration within();

    /** How long it rests; then one session tries it, and it goes on resting if that fails. */
    @WithDefault("10s")
    Duration lasts();
  }

  /** A security policy. */
  interface Policy {
    /**
     * The weakest confinement it accepts. {@code none} is refused in any policy but {@code
     * trusted}.
     */
    @WithDefault("process")
    Isolation isolationFloor();

    /**
     * For a language, the runtimes to take before all others, best first, when a client states no
     * preference of its own.
     */
    Map<String, List<String>> preferred();
  }
}
