package dev.codebeaker.selection;

/**
 * Why a runtime can not serve a session.
 *
 * @param reason for people
 * @param remedy what to do about it; empty if there is nothing
 */
public record Rejection(String runtime, Obstacle obstacle, String reason, String remedy) {
  /** The first thing in the way, in the order in which they are looked at. */
  public enum Obstacle {
    LANGUAGE,
    NOT_CHOSEN,
    ISOLATION,
    NETWORK,
    FEATURE,
    LIMIT,
    TEMPLATE,
    IMAGE,
    UNAVAILABLE,
    PREPARING,
    SATURATED;

    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
