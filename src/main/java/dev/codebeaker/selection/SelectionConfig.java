package dev.codebeaker.selection;

import dev.codebeaker.runtime.Isolation;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
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
