package dev.codebeaker.session;

import java.time.Duration;

/** How long a session's commands took lately, each. Guarded by the session. */
final class Pace {
  /** How much the last one says about the next, as against all before it. */
  private static final double WEIGHT = 0.25;

  private double nanos;

  void took(Duration duration) {
    nanos = nanos == 0 ? duration.toNanos() : nanos + WEIGHT * (duration.toNanos() - nanos);
  }

  /** How long so many will take; nothing where none has ended yet. */
  Duration of(int commands) {
    return Duration.ofNanos((long) (commands * nanos));
  }
}
