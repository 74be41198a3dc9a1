package dev.codebeaker.runtime.process.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class OwnedThreadsTest {
  private final OwnedThreads threads = new OwnedThreads();

  @Test
  void noneOutlivesItsOwner() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    threads.start(
        "waits",
        () -> {
          begun.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException closing) {
            ended.set(true);
          }
        });
    begun.await();
    assertThat(threads.count()).isOne();

    threads.close();

    assertThat(ended).isTrue();
    assertThat(threads.count()).isZero();
  }

  @Test
  void noneBeginsAfterItsOwnerHasEnded() {
    AtomicBoolean begun = new AtomicBoolean();
    threads.close();
    threads.start("late", () -> begun.set(true));
    threads.close();
    assertThat(threads.count()).isZero();
    assertThat(begun).isFalse();
  }
}
