package dev.codebeaker.lifecycle;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Risks the operator takes knowingly. */
@ConfigMapping(prefix = "codebeaker.safety")
public interface SafetyConfig {
  /**
   * Must be true where {@code codebeaker.selection.policy} is {@code trusted}: under it code may
   * run without any confinement.
   */
  @WithDefault("false")
  boolean acceptUnconfinedCode();

  /**
   * Silences the warning that the service can be reached from other machines and admits everybody:
   * something in front of it decides who may ask.
   */
  @WithDefault("false")
  boolean acceptAnonymousClients();
}
