package dev.codebeaker.runtime.wasm.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codebeaker.execution.Outcome.ContextState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Images, forks, checkpoints and contexts, with a guest that counts. */
@ExtendWith(OnGuestThread.class)
class ForkTest {
  private static final String COUNTER =
      Wat.module(
          "(func (export \"add\") (param i32 i32) (result i32)"
              + " (i32.store (local.get 0) (i32.add (i32.load (local.get 0)) (local.get 1)))"
              + " (i32.load (local.get 0)))"
              + "(func (export \"grow\") (param i32) (result i32) (memory.grow (local.get 0)))"
              + "(func (export \"spin\") (i32.store (i32.const 40000) (i32.const 99))"
              + " (loop $l (br $l)))"
              + "(func (export \"trap\") unreachable)");
  private static final int NEAR = 40_000;
  private static final int FAR = 300_000;
  private static final Allowance SHORT =
      new Allowance(Duration.ofMillis(30), Duration.ofSeconds(1), StopPatience.NONE, 1000);

  @TempDir Path directory;

  private static Instance fresh() {
    return Wat.open(COUNTER, EnginePackFixture.LIMITS);
  }

  private static int add(Instance guest, int at, int more) {
    return (int) guest.call("add", at, more);
  }

  @Test
  void aForkHasItsParentsMemoryAndGoesItsOwnWay() {
    try (Instance parent = fresh()) {
      parent.call("grow", 4);
      add(parent, NEAR, 5);
      add(parent, FAR, 7);
      try (MemoryImage image = MemoryImage.capture(parent);
          Instance one = fresh();
          Instance two = fresh()) {
        image.overlay(one);
        image.overlay(two);
        assertThat(add(one, NEAR, 1)).isEqualTo(6);
        assertThat(add(two, NEAR, 2)).isEqualTo(7);
        assertThat(add(two, FAR, 0)).isEqualTo(7);
        assertThat(add(parent, NEAR, 0)).isEqualTo(5);
        assertThat(one.memory().byteSize()).isEqualTo(parent.memory().byteSize());
      }
    }
  }

  @Test
  void anImageIsAFileThatAnotherProcessCouldMap() throws IOException {
    Path file = Files.createFile(directory.resolve("base"));
    try (Instance parent = fresh()) {
      add(parent, NEAR, 5);
      MemoryImage.save(parent, file);
    }
    try (MemoryImage image = MemoryImage.open(file);
        Instance fork = fresh()) {
      image.overlay(fork);
      assertThat(add(fork, NEAR, 1)).isEqualTo(6);
    }
  }

  @Test
  void aFileThatIsNoImageIsRefused() throws IOException {
    Path file = Files.write(directory.resolve("other"), new byte[100_000]);
    assertThatThrownBy(() -> MemoryImage.open(file)).isInstanceOf(IOException.class);
  }

  @Test
  void aForkThatNeedsMoreThanItsLimitIsRefused() {
    try (Instance parent = fresh()) {
      parent.call("grow", 100);
      try (MemoryImage image = MemoryImage.capture(parent);
          Instance small = Wat.open(COUNTER, Wat.limitedTo(1 << 20))) {
        assertThatThrownBy(() -> image.overlay(small)).isInstanceOf(WasmtimeException.class);
      }
    }
  }

  @Test
  void aCheckpointHoldsOnlyWhatChanged() {
    try (Instance parent = fresh();
        MemoryImage image = MemoryImage.capture(parent);
        Instance fork = fresh();
        Delta delta = new Delta(image, 1 << 20)) {
      image.overlay(fork);
      assertThat(delta.take(fork)).isTrue();
      assertThat(delta.size()).isZero();
      add(fork, NEAR, 5);
      fork.call("grow", 4);
      add(fork, FAR, 7);
      assertThat(delta.take(fork)).isTrue();
      assertThat(delta.size()).isEqualTo(2 * 4096);
      add(fork, NEAR, 1);
      try (Instance restored = fresh()) {
        delta.restore(restored);
        assertThat(add(restored, NEAR, 0)).isEqualTo(5);
        assertThat(add(restored, FAR, 0)).isEqualTo(7);
      }
    }
  }

  @Test
  void aCheckpointIsBounded() {
    try (Instance parent = fresh();
        MemoryImage image = MemoryImage.capture(parent);
        Instance fork = fresh();
        Delta delta = new Delta(image, 4096)) {
      image.overlay(fork);
      add(fork, NEAR, 1);
      assertThat(delta.take(fork)).isTrue();
      add(fork, NEAR + 8192, 1);
      assertThat(delta.take(fork)).isFalse();
      assertThat(delta.isTaken()).isFalse();
    }
  }

  @Test
  void aContextComesBackAsItsLastGoodTurnLeftIt() {
    AtomicInteger seeded = new AtomicInteger();
    try (Instance parent = fresh();
        MemoryImage image = MemoryImage.capture(parent);
        ForkedContext context =
            new ForkedContext(ForkTest::fresh, image, guest -> seeded.incrementAndGet())) {
      add(context.instance(), NEAR, 5);
      assertThat(context.good()).isEqualTo(ContextState.KEPT);
      Instance before = context.instance();
      assertThatThrownBy(() -> before.within(SHORT, () -> before.call("spin")))
          .isInstanceOf(GuestStopped.class);
      assertThat(context.bad()).isEqualTo(ContextState.RESTORED);
      context.settle();
      assertThat(add(context.instance(), NEAR, 1)).isEqualTo(6);
      context.good();
      assertThatThrownBy(() -> context.instance().call("trap")).isInstanceOf(GuestTrap.class);
      context.bad();
      assertThat(add(context.instance(), NEAR, 0)).isEqualTo(6);
      assertThat(seeded).hasValue(1);
    }
  }
}
