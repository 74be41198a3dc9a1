package dev.codebeaker.lifecycle;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/**
 * How the service stops when it is told to. The sum of the three, and a few seconds for the process
 * itself, must stay below the time the orchestrator waits before it kills.
 */
@ConfigMapping(prefix = "codebeaker.drain")
public interface DrainConfig {
  /**
   * How long the service goes on accepting work after it has reported itself not ready, so that a
   * load balancer can notice. Zero where there is none.
   */
  @WithDefault("0s")
  Duration balancerDelay();

  /** How long running executions may take to finish. New work is refused meanwhile. */
  @WithDefault("20s")
  Duration grace();

  /** How long what did not finish and was cancelled may take to end and be answered. */
  @WithDefault("3s")
  Duration cancelWait();
}
