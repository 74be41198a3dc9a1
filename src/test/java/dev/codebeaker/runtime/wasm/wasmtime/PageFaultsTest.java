package dev.codebeaker.runtime.wasm.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.execution.Outcome.ContextState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnGuestThread.class)
class PageFaultsTest {
  private static final String MODULE =
      "(module (memory (export \"memory\") 64)"
          + "(func (export \"put\") (param i32 i32) (result i32)"
          + " (i32.store (local.get 0) (local.get 1)) (i32.load (local.get 0)))"
          + "(func (export \"trap\") unreachable))";

  @Test
  void aPageThatBecomesTheForksOwnIsAFaultOfTheThreadThatWrites() {
    try (Instance parent = open();
        MemoryImage image = MemoryImage.capture(parent);
        Instance fork = open()) {
      image.overlay(fork);
      PageFaults faults = new PageFaults();
      assertThat(faults.areNone()).as("not begun").isFalse();
      for (int page = 0; page < 1024; page++) {
        faults.begin();
        put(fork, page, 1);
        assertThat(faults.areNone()).isFalse();
      }
    }
  }

  @Test
  void aContextComesBackWholeHoweverItsTurnsWrote() {
    try (Instance parent = open();
        MemoryImage image = MemoryImage.capture(parent);
        ForkedContext context = new ForkedContext(PageFaultsTest::open, image, guest -> {})) {
      for (int turn = 1; turn <= 300; turn++) {
        Instance guest = context.instance();
        put(guest, turn % 2 == 0 ? 7 : turn, turn); // pages it has, and pages that are new
        assertThat(context.good()).isEqualTo(ContextState.KEPT);
        context.settle();
        if (turn % 50 == 0) {
          context.instance();
          context.bad();
          context.settle();
        }
      }
      Instance last = context.instance();
      assertThat(last.memory().get(java.lang.foreign.ValueLayout.JAVA_INT, 7 * PageMap.PAGE))
          .isEqualTo(300);
      for (int turn = 9; turn < 300; turn += 2) {
        assertThat(
                last.memory()
                    .get(java.lang.foreign.ValueLayout.JAVA_INT, (long) turn * PageMap.PAGE))
            .isEqualTo(turn);
      }
    }
  }

  private static void put(Instance guest, int page, int value) {
    guest.call("put", page * PageMap.PAGE, value);
  }

  private static Instance open() {
    return Wat.open(MODULE, EnginePackFixture.LIMITS);
  }
}
