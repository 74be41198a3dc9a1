package dev.codebeaker.admission;

/** Who asks, as admission established it. Sessions are visible to their owner only. */
public record Owner(String name) {
  /** Everybody, where no tokens are configured. */
  public static final Owner ANONYMOUS = new Owner("anonymous");
}
