package dev.codebeaker.session;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How many sessions there may be, how long they live, and how much may wait in one. */
@ConfigMapping(prefix = "codebeaker.session")
public interface SessionConfig {
  /** How many sessions and one-shot programs may be open at once. */
  @WithDefault("2000")
  int maxSessions();

  /** How many of them one owner may have. */
  @WithDefault("2000")
  int maxSessionsPerOwner();

  /** How long a session may lie idle where its client asks for nothing else; then it is closed. */
  @WithDefault("30m")
  Duration idleTimeout();

  /** The longest idle time a client may ask for. */
  @WithDefault("2h")
  Duration maxIdleTimeout();

  /** How long a session may live where its client asks for nothing else; then it is closed. */
  @WithDefault("2h")
  Duration lifetime();

  /** The longest life a client may ask for. */
  @WithDefault("8h")
  Duration maxLifetime();

  /** How many commands may wait behind the one that runs, in each session. */
  @WithDefault("32")
  int maxWaiting();

  /** How much code and content the waiting commands of a session may hold together, in bytes. */
  @WithDefault("67108864")
  long maxWaitingBytes();

  /** How many closed sessions are remembered, to tell their clients what became of them. */
  @WithDefault("10000")
  int rememberClosed();

  /** How often the service looks for sessions whose time is over. */
  @WithDefault("1s")
  Duration reapInterval();
}
