package dev.codebeaker.runtime.wasm.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnGuestThread.class)
class PageMapTest {
  private static final String MODULE =
      "(module (memory (export \"memory\") 64)"
          + "(func (export \"put\") (param i32 i32) (result i32)"
          + " (i32.store (local.get 0) (local.get 1)) (i32.load (local.get 0))))";

  @Test
  void bothWaysToAskNameThePagesThatWereWrittenAndNoOther() {
    try (Instance parent = Wat.open(MODULE, EnginePackFixture.LIMITS)) {
      for (int page = 0; page < 1024; page++) {
        parent.call("put", page * PageMap.PAGE, 1);
      }
      try (MemoryImage image = MemoryImage.capture(parent);
          Instance fork = Wat.open(MODULE, EnginePackFixture.LIMITS)) {
        image.overlay(fork);
        List<Integer> written = List.of(0, 7, 8, 9, 511, 512, 1023);
        written.forEach(page -> fork.call("put", page * PageMap.PAGE + 8, 2));
        assertThat(read(fork)).isEqualTo(written);
        assertThat(scanned(fork)).isIn(written, List.of()); // a kernel may not know how
      }
    }
  }

  @Test
  void aKernelThatScansDoesSoPieceByPiece() {
    try (Instance parent = Wat.open(MODULE, EnginePackFixture.LIMITS);
        MemoryImage image = MemoryImage.capture(parent);
        Instance fork = Wat.open(MODULE, EnginePackFixture.LIMITS)) {
      image.overlay(fork);
      fork.growMemory(80L << 20);
      for (int page = 0; page < 20_000; page += 2) {
        fork.call("put", page * PageMap.PAGE, 2);
      }
      assertThat(read(fork)).hasSize(10_000);
      assertThat(scanned(fork)).isIn(read(fork), List.of());
    }
  }

  private static List<Integer> read(Instance guest) {
    List<Integer> pages = new ArrayList<>();
    assertThat(PageMap.readEach(guest.memory(), pages::add)).isTrue();
    return pages;
  }

  private static List<Integer> scanned(Instance guest) {
    List<Integer> pages = new ArrayList<>();
    return PageMap.Scan.forEachOwn(guest.memory(), pages::add) ? pages : List.of();
  }
}
