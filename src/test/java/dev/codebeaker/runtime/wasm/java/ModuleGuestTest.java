package dev.codebeaker.runtime.wasm.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.execution.Stdin;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.wasm.WasmGuest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModuleGuestTest {
  private Guests guests;

  @BeforeEach
  void open(@TempDir Path state) {
    guests = new Guests(state);
  }

  @AfterEach
  void close() {
    guests.close();
  }

  private static RunCode module(String name) {
    return RunCode.program(Guests.WASM, Guests.module(name));
  }

  private Guests.Ran run(String name, Map<Limit, Long> limits) {
    return guests.run(module(name), limits);
  }

  private int exitCode(String name, Map<Limit, Long> limits) {
    return ((Outcome.Exited) run(name, limits).outcome()).code();
  }

  private Limit exceeded(String name, Map<Limit, Long> limits) {
    Guests.Ran ran = run(name, limits);
    assertThat(ran.outcome()).isInstanceOf(Outcome.LimitExceeded.class);
    return ((Outcome.LimitExceeded) ran.outcome()).limit();
  }

  @Test
  void aModuleWritesAndEnds() {
    Guests.Ran ran = run("hello", Map.of());
    assertThat(ran.stdout()).isEqualTo("hello\n");
    assertThat(ran.outcome()).isInstanceOf(Outcome.Exited.class);
    assertThat(ran.outcome().usage().outputBytes()).isEqualTo(6);
    assertThat(ran.outcome().usage().peakMemoryBytes()).isEqualTo(65536);
  }

  @Test
  void itIsGivenArgumentsAndEnvironment() {
    RunCode command =
        new RunCode(
            Guests.WASM,
            Guests.module("args"),
            Optional.empty(),
            List.of("a", "b c"),
            Map.of("KEY", "value"),
            Stdin.EMPTY,
            Map.of());
    assertThat(guests.run(command).stdout()).isEqualTo("main.wasm\0a\0b c\0KEY=value\0");
  }

  @Test
  void itReadsWhatItWasGivenAndExitsWithItsCode() {
    byte[] input = "some input".getBytes(StandardCharsets.UTF_8);
    Guests.Ran ran = guests.run(module("echo").withStdin(new Stdin(input, false)));
    assertThat(ran.stdout()).isEqualTo("some input");
    assertThat(((Outcome.Exited) ran.outcome()).code()).isEqualTo(3);
  }

  @Test
  void inputMayArriveWhileItRuns() {
    StringBuffer seen = new StringBuffer();
    try (WasmGuest guest = guests.open(Guests.WASM, false)) {
      RunCode command = module("echo").withStdin(new Stdin(new byte[0], true));
      CompletableFuture<Outcome> outcome = Guests.watch(guest, command, seen);
      guest.input("one ".getBytes(StandardCharsets.UTF_8));
      await().until(() -> seen.toString().equals("one "));
      guest.input("two".getBytes(StandardCharsets.UTF_8));
      await().until(() -> seen.toString().equals("one two"));
      guest.endInput();
      assertThat(outcome.join()).isInstanceOf(Outcome.Exited.class);
    }
  }

  @Test
  void aLoopASleepAndABlockedReadEndAtTheirDeadline() {
    Map<Limit, Long> shortly = Map.of(Limit.WALL, 60L);
    for (String name : List.of("loop", "sleep")) {
      Guests.Ran ran = run(name, shortly);
      assertThat(((Outcome.LimitExceeded) ran.outcome()).limit()).isEqualTo(Limit.WALL);
      assertThat(ran.outcome().usage().wall()).isLessThan(Duration.ofMillis(500));
    }
    Guests.Ran reading =
        guests.run(module("echo").withStdin(new Stdin(new byte[0], true)), shortly);
    assertThat(((Outcome.LimitExceeded) reading.outcome()).limit()).isEqualTo(Limit.WALL);
  }

  @Test
  void processorTimeIsLimited() {
    assertThat(exceeded("loop", Map.of(Limit.CPU, 50L))).isEqualTo(Limit.CPU);
  }

  @Test
  void aNapEnds() {
    assertThat(exitCode("nap", Map.of())).isEqualTo(1);
  }

  @Test
  void memoryIsLimited() {
    Guests.Ran ran = run("bomb", Map.of(Limit.MEMORY, 20L << 20));
    assertThat(((Outcome.LimitExceeded) ran.outcome()).limit()).isEqualTo(Limit.MEMORY);
    assertThat(ran.outcome().usage().peakMemoryBytes()).isBetween(18L << 20, 20L << 20);
    assertThat(exceeded("large", Map.of())).isEqualTo(Limit.MEMORY);
    assertThat(exceeded("tablebomb", Map.of(Limit.MEMORY, 20L << 20))).isEqualTo(Limit.MEMORY);
  }

  @Test
  void allGuestsTogetherAreBoundByTheHeapTheyShare() {
    guests.heap.take(guests.heap.total() - (8L << 20));
    assertThat(exceeded("bomb", Map.of())).isEqualTo(Limit.MEMORY);
  }

  @Test
  void theCallStackIsLimited() {
    assertThat(exceeded("recurse", Map.of())).isEqualTo(Limit.STACK);
    assertThat(exceeded("widerecurse", Map.of())).isEqualTo(Limit.STACK);
  }

  @Test
  void outputIsCutAtItsLimit() {
    Guests.Ran ran = run("flood", Map.of(Limit.OUTPUT, 10_000L));
    assertThat(((Outcome.LimitExceeded) ran.outcome()).limit()).isEqualTo(Limit.OUTPUT);
    assertThat(ran.stdout()).hasSize(10_000);
  }

  @Test
  void aFaultIsATrap() {
    assertThat(run("trap", Map.of()).outcome()).isInstanceOf(Outcome.Trapped.class);
    assertThat(run("bounds", Map.of()).outcome()).isInstanceOf(Outcome.Trapped.class);
  }

  @Test
  void absurdRequestsAreRefusedAndCostNothing() {
    RunCode command = module("hugeread").withStdin(new Stdin(new byte[100_000], false));
    Guests.Ran ran = guests.run(command);
    int fault = 21;
    int invalid = 28;
    int nameTooLong = 37;
    assertThat(((Outcome.Exited) ran.outcome()).code())
        .isEqualTo(fault + 100 * invalid + 10_000 * nameTooLong);
  }

  @Test
  void filesAreLimitedWhileItRuns() {
    int noSpace = 51;
    int tooManyOpen = 33;
    assertThat(exitCode("fill", Map.of(Limit.WORKSPACE, 1L << 20))).isEqualTo(noSpace);
    assertThat(exitCode("mkdirs", Map.of(Limit.FILES, 100L))).isEqualTo(noSpace);
    assertThat(exitCode("openmany", Map.of(Limit.OPEN_FILES, 10L))).isEqualTo(tooManyOpen);
  }

  @Test
  void noPathLeadsOutside() {
    int notCapable = 76;
    assertThat(exitCode("escape", Map.of())).isEqualTo(2 * notCapable);
  }

  @Test
  void badModulesAreNamed() {
    assertThat(refusal(Guests.module("missing"))).contains("env.launch_missiles");
    assertThat(refusal(Guests.module("nostart"))).contains("_start");
    assertThat(refusal(Guests.module("tailcall"))).contains("tail calls");
    assertThat(refusal("(module)")).contains("text format");
    assertThat(refusal("AGFzbQEAAAD/////")).contains("not valid");
    assertThat(refusal("AGFzbQ0AAQA=")).contains("component");
    assertThat(refusal("!!")).contains("WebAssembly");
  }

  private String refusal(String code) {
    ServiceException error;
    try (WasmGuest guest = guests.open(Guests.WASM, false)) {
      error =
          catchThrowableOfType(
              ServiceException.class,
              () ->
                  guest.run(
                      RunCode.program(Guests.WASM, code), Guests.limits(Map.of()), chunk -> {}));
    }
    assertThat(error.code()).isEqualTo(ErrorCode.MODULE_INVALID);
    assertThat(error.field()).contains("code");
    assertThat(error.fix()).isPresent();
    return error.getMessage();
  }

  @Test
  void stopCancelsWithItsReason() {
    try (WasmGuest guest = guests.open(Guests.WASM, false)) {
      CompletableFuture<Guests.Ran> running = Guests.start(guest, module("loop"), Map.of());
      await().until(() -> !running.isDone());
      await()
          .until(
              () -> {
                guest.stop("enough");
                return running.isDone();
              });
      assertThat(((Outcome.Cancelled) running.join().outcome()).reason()).isEqualTo("enough");
    }
  }

  @Test
  void closeStopsWhatRunsAndGivesItsMemoryBack() {
    WasmGuest guest = guests.open(Guests.WASM, false);
    CompletableFuture<Guests.Ran> running = Guests.start(guest, module("sleep"), Map.of());
    await().until(() -> guests.heap.taken() > 60_000);
    guest.close();
    assertThat(running.join().outcome()).isInstanceOf(Outcome.Cancelled.class);
  }
}
