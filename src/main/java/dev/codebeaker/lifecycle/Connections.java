package dev.codebeaker.lifecycle;

import java.time.Duration;

/**
 * The open connections of one front door, as the drain sees them. A door with connections that
 * outlive a request is a bean of this type. Neither method throws or blocks for long.
 */
public interface Connections {
  /**
   * Tells every client that the service is about to go.
   *
   * @param remaining how long, at most, what runs now may still take
   */
  void tellDraining(Duration remaining);

  /** Closes every connection as one whose server is going away; answers already owed go first. */
  void closeAll();
}
