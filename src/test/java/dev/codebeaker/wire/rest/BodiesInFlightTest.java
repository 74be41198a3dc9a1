package dev.codebeaker.wire.rest;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codebeaker.failure.ServiceException;
import org.junit.jupiter.api.Test;

class BodiesInFlightTest {
  private final BodiesInFlight bodies = new BodiesInFlight(100);

  @Test
  void whatWouldTakeAllOfTheHeapIsRefusedUntilThereIsRoom() {
    bodies.reserve(60);
    assertThatThrownBy(() -> bodies.reserve(60)).isInstanceOf(ServiceException.class);
    bodies.reserve(40);
    bodies.release(60);

    assertThatCode(() -> bodies.reserve(60)).doesNotThrowAnyException();
  }

  @Test
  void aBodyAloneAlwaysFits() {
    assertThatCode(() -> bodies.reserve(1000)).doesNotThrowAnyException();
  }
}
