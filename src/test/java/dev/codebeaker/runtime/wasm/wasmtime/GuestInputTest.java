package dev.codebeaker.runtime.wasm.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codebeaker.failure.ServiceException;
import org.junit.jupiter.api.Test;

class GuestInputTest {
  private static final byte[] PART = new byte[16 << 20];

  private final GuestInput input = new GuestInput();

  @Test
  void whatIsReadMakesRoomForMore() {
    input.restart(new byte[0], true);
    for (int i = 0; i < 10; i++) {
      input.feed(PART);
      assertThat(input.take()).hasSameSizeAs(PART);
    }
  }

  @Test
  void whatIsNotReadIsBounded() {
    input.restart(new byte[0], true);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 10; i++) {
                input.feed(PART);
              }
            })
        .isInstanceOf(ServiceException.class);
  }
}
