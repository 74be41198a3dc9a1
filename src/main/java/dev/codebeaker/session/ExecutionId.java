package dev.codebeaker.session;

/** Names one execution; unguessable. */
public record ExecutionId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
