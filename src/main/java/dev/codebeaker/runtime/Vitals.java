package dev.codebeaker.runtime;

/**
 * What a runtime counts of itself. The totals only grow, from the start of the service.
 *
 * @param contexts how many are live in all its sandboxes
 * @param ready how many interpreters were started ahead and wait
 * @param poolHits how many sandboxes found one that waited
 * @param poolMisses how many had to wait for one to start
 * @param workersLost how many worker processes ended without being told to
 * @param leftBehind how many containers could not be removed yet
 */
public record Vitals(
    int contexts, int ready, long poolHits, long poolMisses, long workersLost, int leftBehind) {
  /** Of a runtime that keeps nothing. */
  public static final Vitals NONE = new Vitals(0, 0, 0, 0, 0, 0);

  /** Of a runtime that keeps contexts only. */
  public static Vitals ofContexts(int contexts) {
    return new Vitals(contexts, 0, 0, 0, 0, 0);
  }

  public Vitals withWorkersLost(long lost) {
    return new Vitals(contexts, ready, poolHits, poolMisses, lost, leftBehind);
  }
}
