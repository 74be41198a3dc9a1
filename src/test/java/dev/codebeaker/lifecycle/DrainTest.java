package dev.codebeaker.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrainTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final FakeTime time = new FakeTime();
  private final List<String> events = new ArrayList<>();
  private final FakeWork work = new FakeWork();
  private final Drain drain =
      new Drain(new FixedDrain(), work, List.of(new FakeConnections()), time, time::pass);

  @Test
  void anIdleServiceWaitsForTheBalancerOnly() throws Exception {
    drain.run();

    assertThat(events)
        .containsExactly(
            "0 tell 25000", "5000 refuse", "5100 close connections", "5100 close sessions");
    assertThat(drain.step()).isEqualTo(Drain.Step.STOPPED);
  }

  @Test
  void runningWorkIsGivenTheTimeItNeeds() throws Exception {
    work.idleAt = START.plusSeconds(12);

    drain.run();

    assertThat(events)
        .containsExactly(
            "0 tell 25000", "5000 refuse", "12100 close connections", "12100 close sessions");
  }

  @Test
  void whatOutlivesTheGraceIsCancelledAndAnsweredBeforeConnectionsClose() throws Exception {
    work.idleAt = Instant.MAX;
    work.endsWithin = Duration.ofMillis(500);

    drain.run();

    assertThat(events)
        .containsExactly(
            "0 tell 25000",
            "5000 refuse",
            "25000 cancel " + Drain.REASON,
            "25600 close connections",
            "25600 close sessions");
  }

  @Test
  void workThatCannotBeCancelledDoesNotHoldTheServiceUp() throws Exception {
    work.idleAt = Instant.MAX;
    work.endsWithin = Duration.ofDays(1);

    drain.run();

    assertThat(events).endsWith("28100 close connections", "28100 close sessions");
  }

  @Test
  void aHurriedDrainCancelsAtOnce() throws Exception {
    work.idleAt = Instant.MAX;
    drain.hurry();

    drain.run();

    assertThat(events).startsWith("0 tell 0", "0 refuse", "0 cancel " + Drain.REASON);
  }

  @Test
  void aFailingStepDoesNotKeepTheNextFromBeingTaken() throws Exception {
    work.refusalFails = true;

    drain.run();

    assertThat(events).endsWith("5100 close connections", "5100 close sessions");
  }

  @Test
  void theServiceIsNotReadyFromTheFirstMomentAndRefusesLater() throws Exception {
    assertThat(drain.isDraining()).isFalse();
    time.onPass =
        () -> {
          if (time.now.isBefore(START.plusSeconds(5))) {
            assertThat(drain.step()).isEqualTo(Drain.Step.LEAVING);
            assertThat(work.refusing).isFalse();
          }
        };

    drain.run();

    assertThat(work.refusing).isTrue();
  }

  @Test
  void aSecondCallerFindsItDone() throws Exception {
    drain.run();
    drain.run();

    assertThat(events).hasSize(4);
  }

  private record FixedDrain() implements DrainConfig {
    @Override
    public Duration balancerDelay() {
      return Duration.ofSeconds(5);
    }

    @Override
    public Duration grace() {
      return Duration.ofSeconds(20);
    }

    @Override
    public Duration cancelWait() {
      return Duration.ofSeconds(3);
    }
  }

  private void note(String event) {
    events.add(Duration.between(START, time.now).toMillis() + " " + event);
  }

  private static final class FakeTime implements InstantSource {
    private Instant now = START;
    private Runnable onPass = () -> {};

    @Override
    public Instant instant() {
      return now;
    }

    void pass(Duration duration) {
      now = now.plus(duration);
      onPass.run();
    }
  }

  private final class FakeConnections implements Connections {
    @Override
    public void tellDraining(Duration remaining) {
      note("tell " + remaining.toMillis());
    }

    @Override
    public void closeAll() {
      note("close connections");
    }
  }

  private final class FakeWork implements Work {
    private Instant idleAt = START;
    private Duration endsWithin = Duration.ZERO;
    private boolean refusing;
    private boolean refusalFails;

    @Override
    public void refuseNew() {
      if (refusalFails) {
        throw new IllegalStateException("on purpose");
      }
      refusing = true;
      note("refuse");
    }

    @Override
    public boolean isIdle() {
      return !time.now.isBefore(idleAt);
    }

    @Override
    public void cancelAll(String reason) {
      note("cancel " + reason);
      idleAt = time.now.plus(endsWithin);
    }

    @Override
    public void closeAll() {
      note("close sessions");
    }
  }
}
