package dev.codebeaker.admission;

import static dev.codebeaker.testing.Failures.failsWith;

import dev.codebeaker.admission.LoadShedder.Begun;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.testing.ConfigDefaults;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoadShedderTest {
  private static final Owner ANN = new Owner("ann");
  private static final Owner BOB = new Owner("bob");

  private final AtomicLong nanos = new AtomicLong();
  private final LoadShedder shedder = shedder(1);

  /** Of a machine with two processors. */
  private LoadShedder shedder(int perProcessor) {
    Map<String, String> most =
        Map.of("codebeaker.admission.max-begun-per-processor", Integer.toString(perProcessor));
    return new LoadShedder(ConfigDefaults.of(AdmissionConfig.class, most), 2, nanos::get);
  }

  @Test
  void openingsCountUntilTheyEnd() {
    shedder.opening("jail", ANN);
    Begun second = shedder.opening("jail", ANN);
    shedder.require("jail", ANN);
    pass(Duration.ofHours(1));
    failsWith(ErrorCode.OVERLOADED, () -> shedder.require("jail", ANN));
    second.close();
    shedder.require("jail", ANN);
  }

  @Test
  void halfOfItMustBeDoneBeforeThereMayBeAnotherBurst() {
    LoadShedder four = shedder(2);
    Deque<Begun> begun = new ArrayDeque<>();
    fill(four, begun);
    four.require("jail", ANN);
    pass(Duration.ofHours(1));
    begun.remove().close();
    four.require("jail", ANN);
    fill(four, begun);
    failsWith(ErrorCode.OVERLOADED, () -> four.require("jail", ANN));
    begun.remove().close();
    begun.remove().close();
    four.require("jail", ANN);
    fill(four, begun);
    four.require("jail", ANN);
  }

  private static void fill(LoadShedder four, Deque<Begun> begun) {
    while (begun.size() < 4) {
      begun.add(four.opening("jail", ANN));
    }
  }

  @Test
  void whatEndsTwiceIsCountedOnce() {
    shedder.opening("jail", ANN);
    shedder.opening("jail", ANN);
    Begun third = shedder.opening("jail", ANN);
    third.close();
    third.close();
    shedder.require("jail", ANN);
    pass(Duration.ofHours(1));
    failsWith(ErrorCode.OVERLOADED, () -> shedder.require("jail", ANN));
  }

  @Test
  void codeCountsInItsFirstMomentsOnly() {
    shedder.running("jail", ANN);
    shedder.running("jail", ANN);
    shedder.require("jail", ANN);
    pass(Duration.ofHours(1));
    shedder.require("jail", ANN);
  }

  @Test
  void eachRuntimeIsCountedByItself() {
    shedder.opening("jail", ANN);
    shedder.opening("jail", ANN);
    shedder.require("jail", ANN);
    pass(Duration.ofHours(1));
    shedder.require("wasm", ANN);
  }

  @Test
  void whoHasBegunLittleIsNotRefusedForTheOthers() {
    shedder.opening("jail", ANN);
    shedder.opening("jail", ANN);
    shedder.require("jail", ANN);
    pass(Duration.ofHours(1));
    failsWith(ErrorCode.OVERLOADED, () -> shedder.require("jail", ANN));
    shedder.require("jail", BOB);
    shedder.opening("jail", BOB);
    failsWith(ErrorCode.OVERLOADED, () -> shedder.require("jail", BOB));
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
