package dev.codebeaker.lifecycle;

import java.time.Duration;

/** Lets time pass. */
@FunctionalInterface
interface Pause {
  void take(Duration time) throws InterruptedException;
}
