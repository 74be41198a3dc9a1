package dev.codebeaker.linux;

/** The user and group a program runs as. Never root. */
public record Identity(int user, int group) {
  public Identity {
    if (user <= 0 || group <= 0) {
      throw new IllegalArgumentException(
          "user and group must be above 0, not " + user + ":" + group);
    }
  }
}
