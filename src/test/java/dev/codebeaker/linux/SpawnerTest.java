package dev.codebeaker.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SpawnerTest {
  private static final int KILL = 9;
  private static final Path ROOT = Path.of("/");

  private Programs programs;

  @BeforeEach
  void open() throws IOException {
    programs = new Programs();
  }

  @AfterEach
  void close() {
    programs.close();
  }

  @Test
  void aProgramSaysHowItEnded() throws IOException {
    assertThat(programs.start("exit 7").exit().join()).isEqualTo(new ExitStatus.Exited(7));
    assertThat(programs.start("kill -TERM $$").exit().join())
        .isEqualTo(new ExitStatus.Signalled(15));
  }

  @Test
  void aProgramSaysHowMuchProcessorTimeItUsed() throws IOException {
    ChildProcess child = programs.start("i=0; while [ $i -lt 50000 ]; do i=$((i+1)); done");
    child.exit().join();
    assertThat(child.cpu().orElseThrow()).isPositive();
  }

  @Test
  void aProgramThatIsNotThereIsNamed() {
    ProgramStart absent = ProgramStart.of(List.of("/not/there"), Map.of(), ROOT, Map.of());
    assertThatThrownBy(() -> programs.spawner.start(absent))
        .isInstanceOf(LinuxFailure.class)
        .hasMessage("start /not/there: ENOENT");
  }

  @Test
  void itIsKilledAndMayBeSignalledAfterItsEnd() throws IOException {
    ChildProcess child = programs.start("while :; do :; done");
    child.signal(KILL);
    assertThat(child.exit().join()).isEqualTo(new ExitStatus.Signalled(KILL));
    child.signal(KILL);
  }

  @Test
  void itsEnvironmentAndDirectoryAreThoseItWasGiven() throws IOException {
    try (Pipe pipe = programs.pipes.open()) {
      programs.spawner.start(
          ProgramStart.of(
              List.of("/usr/bin/env", "-C", ".", "sh", "-c", "cat /proc/self/environ; pwd"),
              Map.of("ONLY", "this one"),
              Path.of("/usr/bin"),
              Map.of(1, pipe.writer())));
      pipe.writer().close();
      assertThat(Descriptors.text(pipe.reader()))
          .isEqualTo("ONLY=this one\0PWD=/usr/bin\0/usr/bin\n");
    }
  }

  @Test
  void itInheritsNoDescriptor() throws IOException {
    try (Pipe another = programs.pipes.open()) {
      assertThat(another.reader().number()).isPositive();
      assertThat(programs.output("ls /proc/$$/fd; readlink /proc/$$/fd/0; :"))
          .isEqualTo("0\n1\n2\n/dev/null\n");
    }
  }

  /** One's number here may be another's there. */
  @Test
  void descriptorsArriveAtTheirNumbersEvenIfTheseAreSwapped() throws IOException {
    try (Pipe low = programs.pipes.open();
        Pipe high = programs.pipes.open()) {
      Map<Integer, Descriptor> swapped = new TreeMap<>(Map.of(1, low.writer(), 63, low.writer()));
      for (int number = 3; number < 62; number += 2) {
        swapped.put(number, high.writer());
      }
      swapped.put(low.writer().number() % 60, high.writer());
      swapped.put(high.writer().number() % 60, low.writer());
      Map<Integer, String> expected = new TreeMap<>();
      swapped.forEach((number, descriptor) -> expected.put(number, target(descriptor)));
      programs.spawner.start(Programs.script("ls -l /proc/$$/fd ; :", swapped));
      low.writer().close();
      high.writer().close();
      assertThat(Descriptors.text(low.reader()).lines())
          .filteredOn(line -> line.contains("pipe:"))
          .map(line -> line.replaceFirst(".* (\\d+ -> pipe)", "$1"))
          .containsExactlyInAnyOrderElementsOf(
              expected.entrySet().stream()
                  .map(entry -> entry.getKey() + " -> " + entry.getValue())
                  .toList());
      assertThat(Descriptors.text(high.reader())).isEmpty();
    }
  }

  private static String target(Descriptor descriptor) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor.number())).toString();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Test
  void itsSignalsAreAsIfNobodyHadTouchedThem() throws IOException {
    assertThat(programs.output("grep -E 'SigBlk|SigIgn' /proc/self/status"))
        .isEqualTo("SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n");
  }

  @Test
  void itLeadsASessionOfItsOwn() throws IOException {
    ChildProcess child = programs.start("read wait </dev/tty || :");
    assertThat(child.exit().join()).isEqualTo(new ExitStatus.Exited(0));
    assertThat(
            programs.output("set -- $(cat /proc/$$/stat); [ $6 = $$ ] && [ $5 = $$ ] && echo own"))
        .isEqualTo("own\n");
  }

  /** The kernel sends the signal when the thread ends that started the child. */
  @Test
  void itOutlivesTheThreadThatAskedForIt() throws Exception {
    try (Pipe in = programs.pipes.open();
        Pipe out = programs.pipes.open()) {
      ProgramStart cat =
          ProgramStart.of(
              List.of("/usr/bin/setpriv", "--pdeathsig", "KILL", "cat"),
              Map.of("PATH", "/usr/bin:/bin"),
              ROOT,
              Map.of(0, in.reader(), 1, out.writer()));
      try (var threads = Executors.newSingleThreadExecutor()) {
        threads.submit(() -> programs.spawner.start(cat)).get();
      }
      in.writer().write("still here".getBytes(UTF_8));
      byte[] answer = new byte[10];
      assertThat(out.reader().read(answer)).isEqualTo(answer.length);
    }
  }

  @Test
  void manyStartAtOnce() throws Exception {
    List<Future<ExitStatus>> ends = new ArrayList<>();
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 100; i++) {
        String exit = "exit " + i;
        ends.add(callers.submit(() -> programs.start(exit).exit().join()));
      }
    }
    for (int i = 0; i < ends.size(); i++) {
      assertThat(ends.get(i).get()).isEqualTo(new ExitStatus.Exited(i));
    }
  }

  @Test
  void closingKillsWhatStillRunsAndRefusesMore() throws IOException {
    ChildProcess child = programs.start("while :; do :; done");
    programs.spawner.close();
    assertThat(child.exit().join()).isEqualTo(new ExitStatus.Signalled(KILL));
    assertThatThrownBy(() -> programs.start("exit 0"))
        .isInstanceOf(IOException.class)
        .hasMessage("the spawner has been closed");
  }

  @Test
  void aPollerThatEndsFirstLeavesNoChildBehind() throws IOException {
    ChildProcess child = programs.start("while :; do :; done");
    programs.poller.close();
    assertThat(child.exit().join()).isEqualTo(new ExitStatus.Signalled(KILL));
    assertThat(ProcessEntry.of(child.pid())).isEmpty();
  }

  @Test
  void nothingIsLeftOfThoseThatEnded() throws IOException {
    long descriptors = Descriptors.open();
    for (int i = 0; i < 100; i++) {
      int pid = runToItsEnd();
      assertThat(ProcessEntry.of(pid)).isEmpty();
    }
    assertThat(Descriptors.open()).isLessThan(descriptors + 50);
  }

  private int runToItsEnd() throws IOException {
    ChildProcess child = programs.start("exit 0");
    CompletableFuture<ExitStatus> end = child.exit();
    assertThat(end.join()).isEqualTo(new ExitStatus.Exited(0));
    return child.pid();
  }
}
