package dev.codebeaker.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.testing.WireConfigs;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private final FakeWire wire = new FakeWire();

  private Outbox<String> outbox(int output, int all, Duration patience) {
    return new Outbox<>(wire, String::length, WireConfigs.outbound(output, all, patience));
  }

  @Test
  void anIdleConnectionIsWrittenByWhoeverSends() {
    outbox(1000, 2000, Duration.ZERO).send("a");

    assertThat(wire.written).containsExactly("a");
  }

  @Test
  void orderIsKeptWhileTheSocketIsBusy() {
    Outbox<String> outbox = outbox(10_000_000, 20_000_000, Duration.ZERO);
    String big = "x".repeat(300_000);
    outbox.send(big);
    IntStream.range(0, 100).forEach(i -> outbox.send("m" + i));
    assertThat(wire.written).containsExactly(big);

    wire.confirmAll();

    assertThat(wire.written.subList(1, 101))
        .isEqualTo(IntStream.range(0, 100).mapToObj(i -> "m" + i).toList());
  }

  @Test
  void outputBeyondTheBoundIsDroppedAndAnswersAreNot() {
    Outbox<String> outbox = outbox(1000, 1_000_000, Duration.ZERO);
    assertThat(outbox.offer("x".repeat(999))).isTrue();
    assertThat(outbox.offer("y".repeat(500))).isTrue();
    assertThat(outbox.offer("dropped")).isFalse();
    outbox.send("answer");

    wire.confirmAll();

    assertThat(wire.written).hasSize(3).endsWith("answer");
    assertThat(outbox.offer("again")).isTrue();
  }

  @Test
  void answersBeyondTheirBoundEndTheConnection() {
    Outbox<String> outbox = outbox(100, 1000, Duration.ZERO);
    outbox.send("x".repeat(600));
    assertThat(wire.gaveUp).isFalse();
    outbox.send("x".repeat(600));

    assertThat(wire.gaveUp).isTrue();
    assertThat(outbox.offer("more")).isFalse();
  }

  @Test
  void aWriterWaitsForAReaderThatCatchesUp() {
    Outbox<String> outbox = outbox(1000, 1_000_000, Duration.ofSeconds(20));
    outbox.send("x".repeat(2000));
    CompletableFuture<Boolean> offered = CompletableFuture.supplyAsync(() -> outbox.offer("late"));

    wire.confirmAll();

    assertThat(offered.join()).isTrue();
    assertThat(wire.written).endsWith("late");
  }

  @Test
  void theLastActionComesBehindAllMessages() {
    Outbox<String> outbox = outbox(10_000_000, 20_000_000, Duration.ZERO);
    outbox.send("x".repeat(300_000));
    outbox.send("last");
    outbox.closeBehind(() -> wire.written.add("<closed>"));
    outbox.send("too late");

    wire.confirmAll();

    assertThat(wire.written).endsWith("last", "<closed>");
  }

  private static final class FakeWire implements Outbox.Wire<String> {
    private final List<String> written = new ArrayList<>();
    private final Deque<Runnable> unconfirmed = new ArrayDeque<>();
    private boolean gaveUp;

    @Override
    public synchronized void write(String message, Runnable done) {
      written.add(message);
      unconfirmed.add(done);
    }

    @Override
    public void giveUp() {
      gaveUp = true;
    }

    void confirmAll() {
      for (Runnable done = poll(); done != null; done = poll()) {
        done.run();
      }
    }

    private synchronized Runnable poll() {
      return unconfirmed.poll();
    }
  }
}
