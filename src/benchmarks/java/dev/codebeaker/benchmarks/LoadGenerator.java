package dev.codebeaker.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Phaser;
import java.util.concurrent.locks.LockSupport;

/** Asks a service in two ways: as fast as it answers, or at a rate, whether it answers or not. */
final class LoadGenerator {
  private static final long SEED = 42;

  private final LoadClients clients;

  LoadGenerator(LoadClients clients) {
    this.clients = clients;
  }

  /** Each of so many asks again when it was answered. */
  LoadResult closed(int atOnce, Duration span) throws InterruptedException {
    LoadResult result = new LoadResult();
    long end = System.nanoTime() + span.toNanos();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < atOnce; i++) {
      SplittableRandom random = new SplittableRandom(SEED + i);
      threads.add(
          Thread.startVirtualThread(
              () -> {
                while (System.nanoTime() < end) {
                  one(result, random.nextInt(100), random.nextInt(1 << 20), System.nanoTime());
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    result.wasLast();
    return result;
  }

  /**
   * Asks at the times a steady stream of strangers would, whatever became of those before: what one
   * request waits behind others is in its figure (no coordinated omission).
   */
  LoadResult open(double perSecond, Duration span) {
    LoadResult result = new LoadResult();
    SplittableRandom random = new SplittableRandom(SEED);
    long interval = (long) (1e9 / perSecond);
    long begun = System.nanoTime();
    Phaser unanswered = new Phaser(1);
    for (long at = 0; at < span.toNanos(); at += interval) {
      long due = begun + at;
      for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
        LockSupport.parkNanos(early);
      }
      int kind = random.nextInt(100);
      int who = random.nextInt(1 << 20);
      unanswered.register();
      Thread.startVirtualThread(
          () -> {
            one(result, kind, who, due);
            unanswered.arriveAndDeregister();
          });
    }
    result.wasLast();
    unanswered.arriveAndAwaitAdvance();
    return result;
  }

  private void one(LoadResult result, int kind, int who, long since) {
    Ask ask = Ask.drawn(kind);
    result.add(ask, clients.ask(ask, who), since);
  }
}
