package dev.codebeaker.lifecycle;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** When the service says that it has started. */
@ConfigMapping(prefix = "codebeaker.start")
public interface StartConfig {
  /**
   * The languages that its start-up probe waits for while a runtime is being prepared for them. One
   * that nothing here can run is not waited for. Empty waits for none.
   */
  @WithDefault("python,javascript")
  Optional<Set<String>> languages();

  /**
   * How long it waits for them. Shorter than the orchestrator is patient, or a slow start becomes
   * none at all.
   */
  @WithDefault("45s")
  Duration patience();
}
