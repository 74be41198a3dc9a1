package dev.codebeaker.session;

/** Why a session ended. */
public enum CloseReason {
  CLIENT("it was closed by its client"),
  IDLE("it was idle for too long"),
  LIFETIME("it had reached the end of its life"),
  SHUTDOWN("the service is shutting down"),
  /** The one program of its life is over. */
  FINISHED("its program is over");

  private final String sentence;

  CloseReason(String sentence) {
    this.sentence = sentence;
  }

  /** For people. */
  public String sentence() {
    return sentence;
  }

  /** For metrics. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
