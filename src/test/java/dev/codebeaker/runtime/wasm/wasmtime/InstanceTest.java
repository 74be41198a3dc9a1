package dev.codebeaker.runtime.wasm.wasmtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codebeaker.execution.Limits;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One guest: calls, ends, limits, streams. */
@ExtendWith(OnGuestThread.class)
class InstanceTest {
  private static final String WASI = "wasi_snapshot_preview1";
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Allowance PLENTY = new Allowance(SECOND, SECOND, StopPatience.NONE, 1000);
  private final StringBuilder output = new StringBuilder();

  @Test
  void aCallReturnsItsResult() {
    with(
        "(module (func (export \"add\") (param i32 i32) (result i32)"
            + " local.get 0 local.get 1 i32.add))",
        guest -> assertThat((int) guest.call("add", 40, 2)).isEqualTo(42));
  }

  @Test
  void anExitCarriesItsStatus() {
    with(
        Wat.start("(call $proc_exit (i32.const 7))"),
        guest ->
            assertThatThrownBy(() -> guest.callChecked("_start"))
                .isInstanceOfSatisfying(GuestExit.class, e -> assertThat(e.status()).isEqualTo(7)));
  }

  @Test
  void anUnreachableInstructionIsATrap() {
    trapsWith(GuestTrap.Kind.UNREACHABLE, Wat.start("unreachable"));
  }

  @Test
  void endlessRecursionExhaustsTheStackOfTheGuestOnly() {
    trapsWith(
        GuestTrap.Kind.STACK_EXHAUSTED,
        Wat.module("(func $f (call $f)) (func (export \"_start\") (call $f))"));
  }

  @Test
  void aBadPointerInAHostCallIsATrap() {
    trapsWith(
        GuestTrap.Kind.OUT_OF_BOUNDS,
        Wat.start(
            "(drop (call $fd_write (i32.const 1) (i32.const -8) (i32.const 1) (i32.const 0)))"));
  }

  @Test
  void misuseOfWasmtimesOwnWasiIsATrap() {
    trapsWith(
        GuestTrap.Kind.OTHER,
        Wat.start("(drop (call $args_sizes_get (i32.const 1) (i32.const 2)))"));
  }

  @Test
  void outputIsDeliveredOnTheGuestsThread() {
    with(
        Wat.start(Wat.print(1, "hi")),
        guest -> {
          within(guest, PLENTY);
          assertThat(output).hasToString("1:hi;");
        });
  }

  @Test
  void outputBeyondTheCapIsCutAndStopsTheGuest() {
    with(
        Wat.start("(loop $l " + Wat.print(1, "0123456789") + " (br $l))"),
        guest -> {
          Allowance small = new Allowance(SECOND, SECOND, StopPatience.NONE, 25);
          assertThatThrownBy(() -> within(guest, small))
              .isInstanceOfSatisfying(
                  GuestStopped.class, e -> assertThat(e.stopCause()).isEqualTo(StopCause.OUTPUT));
          assertThat(output).hasToString("1:0123456789;1:0123456789;1:01234;");
        });
  }

  @Test
  void aLoopIsStoppedAtItsDeadline() {
    stopsInTime(Wat.start("(loop $l (br $l))"), StopCause.WALL);
  }

  @Test
  void aSleepIsStoppedAtItsDeadline() {
    stopsInTime(Wat.start(Wat.sleep(30_000_000_000L)), StopCause.WALL);
  }

  @Test
  void aReadThatWaitsIsStoppedAtItsDeadline() {
    stopsInTime(Wat.start(Wat.readInput()), StopCause.WALL);
  }

  private void stopsInTime(String wat, StopCause cause) {
    with(
        wat,
        guest -> {
          guest.startInput(new byte[0], true);
          Duration wall = Duration.ofMillis(50);
          long start = System.nanoTime();
          assertThatThrownBy(
                  () -> within(guest, new Allowance(wall, SECOND, StopPatience.NONE, 1000)))
              .isInstanceOfSatisfying(
                  GuestStopped.class, e -> assertThat(e.stopCause()).isEqualTo(cause));
          assertThat(Duration.ofNanos(System.nanoTime() - start))
              .isBetween(wall, wall.plusMillis(150));
          assertThatThrownBy(() -> guest.call("_start")).isInstanceOf(GuestStopped.class);
        });
  }

  @Test
  void processorTimeIsALimitOfItsOwn() {
    with(
        Wat.start(Wat.sleep(30_000_000L) + "(loop $l (br $l))"),
        guest -> {
          Duration cpu = Duration.ofMillis(40);
          assertThatThrownBy(
                  () -> within(guest, new Allowance(SECOND, cpu, StopPatience.NONE, 1000)))
              .isInstanceOfSatisfying(
                  GuestStopped.class, e -> assertThat(e.stopCause()).isEqualTo(StopCause.CPU));
          assertThat(guest.usage().cpu()).isGreaterThanOrEqualTo(cpu);
          assertThat(guest.usage().wall()).isGreaterThan(Duration.ofMillis(65));
        });
  }

  @Test
  void anybodyCanStopIt() {
    with(
        Wat.start("(loop $l (br $l))"),
        guest -> {
          Thread.ofVirtual().start(() -> stopSoon(guest));
          assertThatThrownBy(() -> within(guest, PLENTY))
              .isInstanceOfSatisfying(
                  GuestStopped.class,
                  e -> assertThat(e.stopCause()).isEqualTo(StopCause.CANCELLED));
          assertThat(guest.stopReason()).isEqualTo("enough");
        });
  }

  private static void stopSoon(Instance guest) {
    while (guest.stopCause().isEmpty()) {
      guest.stop(StopCause.CANCELLED, "enough");
      Thread.onSpinWait();
    }
  }

  @Test
  void aGentleStopRunsItsHookAndLeavesTheGuestUsable() {
    String wat =
        Wat.module(
            "(global $asked (mut i32) (i32.const 0))"
                + "(func (export \"ask\") (global.set $asked (i32.const 1)))"
                + "(func (export \"turn\") (result i32)"
                + " (global.set $asked (i32.const 0))"
                + " (loop $l (br_if $l (i32.eqz (global.get $asked)))) (i32.const 5))");
    with(
        wat,
        guest -> {
          guest.onGentleStop(() -> guest.callBack("ask"));
          for (int i = 0; i < 3; i++) {
            Allowance turn =
                new Allowance(
                    Duration.ofMillis(20),
                    SECOND,
                    new StopPatience(SECOND, Duration.ofMillis(500)),
                    1000);
            assertThat((int) (long) guest.within(turn, () -> guest.call("turn"))).isEqualTo(5);
            assertThat(guest.stopCause()).contains(StopCause.WALL);
          }
        });
  }

  private static final String DEAF = Wat.module("(func (export \"turn\") (loop $l (br $l)))");

  @Test
  void aGuestThatDoesNotNoticeAGentleStopIsNotGivenTheGrace() {
    with(
        DEAF,
        guest -> {
          guest.onGentleStop(new FakeStop(false));
          assertThatThrownBy(
                  () -> guest.within(asked(Duration.ofHours(1)), () -> guest.call("turn")))
              .isInstanceOf(GuestStopped.class);
          assertThat(guest.stopCause()).contains(StopCause.WALL);
        });
  }

  @Test
  void aGuestThatHasNoticedIsGivenTheGraceAndNoMore() {
    Duration grace = Duration.ofMillis(150);
    with(
        DEAF,
        guest -> {
          guest.onGentleStop(new FakeStop(true));
          assertThatThrownBy(() -> guest.within(asked(grace), () -> guest.call("turn")))
              .isInstanceOf(GuestStopped.class);
          assertThat(guest.usage().wall()).isGreaterThan(grace);
        });
  }

  private static Allowance asked(Duration grace) {
    StopPatience patience = new StopPatience(Duration.ofMillis(1), grace);
    return new Allowance(Duration.ofMillis(20), Duration.ofHours(1), patience, 1000);
  }

  private record FakeStop(boolean isNoticed) implements GentleStop {
    @Override
    public void ask() {}
  }

  @Test
  void memoryEndsAtTheLimit() {
    String wat =
        Wat.module("(func (export \"grow\") (param i32) (result i32) (memory.grow (local.get 0)))");
    with(wat, guest -> assertThat((int) guest.call("grow", 16_384)).isEqualTo(-1));
  }

  @Test
  void inputArrivesWhileTheGuestWaits() {
    with(
        Wat.start(Wat.readInput() + Wat.printBuffer()),
        guest -> {
          guest.startInput(new byte[0], true);
          Thread.ofVirtual()
              .start(
                  () -> {
                    guest.feed("abc".getBytes(UTF_8));
                    guest.endInput();
                  });
          within(guest, PLENTY);
          assertThat(output).hasToString("1:abc;");
        });
  }

  @Test
  void theControlChannelCarriesARequestAndAnAnswer() {
    String wat =
        Wat.start(
            "(drop (call $fd_read (i32.const 1000) (i32.const 0) (i32.const 1) (i32.const 100)))"
                + "(i32.store (i32.const 4) (i32.load (i32.const 100)))"
                + "(drop (call $fd_write (i32.const 1000) (i32.const 0) (i32.const 1)"
                + " (i32.const 100)))");
    with(
        wat,
        guest -> {
          guest.exchange("ping".getBytes(UTF_8));
          within(guest, PLENTY);
          assertThat(guest.takeResponse()).asString(UTF_8).isEqualTo("ping");
        });
  }

  @Test
  void withoutADriverThereIsNoControlChannel() {
    String wat =
        Wat.start(
            "(call $proc_exit (call $fd_write (i32.const 1000) (i32.const 0) (i32.const 1)"
                + " (i32.const 100)))");
    with(
        wat,
        guest ->
            assertThatThrownBy(() -> guest.callChecked("_start"))
                .isInstanceOfSatisfying(
                    GuestExit.class, e -> assertThat(e.status()).isEqualTo(Errno.BADF)));
  }

  @Test
  void aVirtualThreadIsRefused() throws InterruptedException {
    Throwable[] thrown = new Throwable[1];
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                Wat.open(Wat.start(""), EnginePackFixture.LIMITS).close();
              } catch (IllegalStateException e) {
                thrown[0] = e;
              }
            })
        .join();
    assertThat(thrown[0]).hasMessageContaining("platform thread");
  }

  private void trapsWith(GuestTrap.Kind kind, String wat) {
    with(
        wat,
        guest ->
            assertThatThrownBy(() -> guest.callChecked("_start"))
                .isInstanceOfSatisfying(
                    GuestTrap.class, e -> assertThat(e.kind()).isEqualTo(kind)));
  }

  private static void within(Instance guest, Allowance allowance) {
    guest.within(
        allowance,
        () -> {
          guest.callChecked("_start");
          return "";
        });
  }

  private void with(String wat, Consumer<Instance> test) {
    Limits limits = EnginePackFixture.LIMITS;
    try (Instance guest = Wat.open(wat, limits)) {
      guest.onOutput(
          (stream, bytes) ->
              output.append(stream).append(':').append(new String(bytes, UTF_8)).append(';'));
      test.accept(guest);
    }
  }
}
