package dev.codebeaker.admission;

import static dev.codebeaker.testing.Failures.failsWith;

import dev.codebeaker.admission.LoadShedder.Begun;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.testing.ConfigDefaults;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoadShedderTest {
  private final AtomicLong nanos = new AtomicLong();
  private final LoadShedder shedder =
      new LoadShedder(
          ConfigDefaults.of(
              AdmissionConfig.class, Map.of("codebeaker.admission.max-begun-per-processor", "1")),
          2,
          nanos::get);

  @Test
  void openingsCountUntilTheyEnd() {
    shedder.opening("jail");
    Begun second = shedder.opening("jail");
    shedder.require("jail");
    pass(Duration.ofHours(1));
    failsWith(ErrorCode.OVERLOADED, () -> shedder.require("jail"));
    second.close();
    shedder.require("jail");
  }

  @Test
  void halfOfItMustBeDoneBeforeThereMayBeAnotherBurst() {
    Begun first = shedder.opening("jail");
    Begun second = shedder.opening("jail");
    shedder.require("jail");
    pass(Duration.ofHours(1));
    second.close();
    shedder.require("jail");
    shedder.opening("jail");
    failsWith(ErrorCode.OVERLOADED, () -> shedder.require("jail"));
    first.close();
    shedder.require("jail");
  }

  @Test
  void whatEndsTwiceIsCountedOnce() {
    shedder.opening("jail");
    shedder.opening("jail");
    Begun third = shedder.opening("jail");
    third.close();
    third.close();
    shedder.require("jail");
    pass(Duration.ofHours(1));
    failsWith(ErrorCode.OVERLOADED, () -> shedder.require("jail"));
  }

  @Test
  void codeCountsInItsFirstMomentsOnly() {
    shedder.running("jail");
    shedder.running("jail");
    shedder.require("jail");
    pass(Duration.ofHours(1));
    shedder.require("jail");
  }

  @Test
  void eachRuntimeIsCountedByItself() {
    shedder.opening("jail");
    shedder.opening("jail");
    shedder.require("jail");
    pass(Duration.ofHours(1));
    shedder.require("wasm");
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
