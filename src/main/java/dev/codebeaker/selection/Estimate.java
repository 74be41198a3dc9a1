package dev.codebeaker.selection;

import java.time.Duration;

/**
 * A figure that follows what is measured and, while nothing is, goes back to where it belongs by
 * half in each half-life. It is kept as a logarithm, because the marks are on logarithmic scales:
 * there one measurement of a thousandfold is an outlier, and not the whole sum. Not thread safe.
 */
final class Estimate {
  private final double fall;
  private final double rise;
  private final double halfLifeMillis;
  private double value;
  private long at;

  /**
   * @param fall the share of the way that one lower measurement moves it
   * @param rise the share of the way that one higher measurement moves it
   */
  Estimate(double fall, double rise, Duration halfLife, double begin, long now) {
    this.fall = fall;
    this.rise = rise;
    this.halfLifeMillis = halfLife.toMillis();
    this.value = begin;
    this.at = now;
  }

  /**
   * @param home where it goes while nothing is measured
   * @param now in milliseconds
   */
  double at(double home, long now) {
    long passed = Math.max(0, now - at);
    return passed == 0 || value == home
        ? value
        : home + (value - home) * Math.exp(-passed / halfLifeMillis * Math.log(2));
  }

  void take(double measured, double home, long now) {
    double before = at(home, now);
    value = before + (measured - before) * (measured < before ? fall : rise);
    at = now;
  }
}
