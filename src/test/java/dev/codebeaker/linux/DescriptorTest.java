package dev.codebeaker.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DescriptorTest {
  private static final int LONG = 300_000;

  private Poller poller;
  private Pipes pipes;

  @BeforeEach
  void open() throws IOException {
    poller = new Poller();
    pipes = new Pipes(poller);
  }

  @AfterEach
  void close() {
    poller.close();
  }

  @Test
  void whatIsThereIsReadAndThenTheEnd() throws IOException {
    try (Pipe pipe = pipes.open()) {
      pipe.writer().write("hello".getBytes(UTF_8));
      byte[] buffer = new byte[100];
      assertThat(pipe.reader().read(buffer)).isEqualTo(5);
      pipe.writer().close();
      assertThat(pipe.reader().read(buffer)).isEqualTo(-1);
    }
  }

  @Test
  void aLongWriteWaitsForItsReaderAndArrivesWhole() throws Exception {
    byte[] sent = new byte[LONG];
    new Random(1).nextBytes(sent);
    try (Pipe pipe = pipes.open()) {
      FutureTask<Boolean> writing =
          task(
              () -> {
                pipe.writer().write(sent);
                pipe.writer().close();
              });
      Descriptors.awaitWaiter(pipe.writer());
      assertThat(Descriptors.bytes(pipe.reader())).isEqualTo(sent);
      assertThat(writing.get()).isTrue();
    }
  }

  @Test
  void twoWritesDoNotMix() throws Exception {
    try (Pipe pipe = pipes.open()) {
      FutureTask<Boolean> first = task(() -> pipe.writer().write("a".repeat(LONG).getBytes(UTF_8)));
      FutureTask<Boolean> second =
          task(() -> pipe.writer().write("b".repeat(LONG).getBytes(UTF_8)));
      FutureTask<Boolean> end =
          task(
              () -> {
                first.get();
                second.get();
                pipe.writer().close();
              });
      assertThat(Descriptors.text(pipe.reader())).matches("a*b*|b*a*").hasSize(2 * LONG);
      assertThat(end.get()).isTrue();
    }
  }

  @Test
  void aWriteThatNobodyWillReadFails() throws IOException {
    try (Pipe pipe = pipes.open()) {
      pipe.reader().close();
      assertThatThrownBy(() -> pipe.writer().write(new byte[1]))
          .isInstanceOf(LinuxFailure.class)
          .hasMessage("write: EPIPE");
    }
  }

  @Test
  void aParkedWriteFailsWhenItsReaderGoes() throws Exception {
    try (Pipe pipe = pipes.open()) {
      FutureTask<Boolean> writing = task(() -> pipe.writer().write(new byte[LONG]));
      Descriptors.awaitWaiter(pipe.writer());
      pipe.reader().close();
      assertThatThrownBy(writing::get).cause().hasMessage("write: EPIPE");
    }
  }

  @Test
  void closingWakesWhoeverReadsOrWrites() throws Exception {
    try (Pipe read = pipes.open();
        Pipe full = pipes.open()) {
      FutureTask<Boolean> reading = task(() -> read.reader().read(new byte[1]));
      FutureTask<Boolean> writing = task(() -> full.writer().write(new byte[LONG]));
      Descriptors.awaitWaiter(read.reader());
      Descriptors.awaitWaiter(full.writer());
      read.reader().close();
      full.writer().close();
      assertThatThrownBy(reading::get).hasCauseInstanceOf(ClosedChannelException.class);
      assertThatThrownBy(writing::get).hasCauseInstanceOf(ClosedChannelException.class);
    }
  }

  @Test
  void closingThePollerWakesWhoeverWaits() throws Exception {
    try (Pipe pipe = pipes.open()) {
      FutureTask<Boolean> reading = task(() -> pipe.reader().read(new byte[1]));
      Descriptors.awaitWaiter(pipe.reader());
      poller.close();
      poller.close();
      assertThatThrownBy(reading::get).hasCauseInstanceOf(ClosedChannelException.class);
      try (Pipe later = pipes.open()) {
        assertThatThrownBy(() -> later.reader().read(new byte[1])).isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void anInterruptEndsTheWait() throws Exception {
    try (Pipe pipe = pipes.open()) {
      FutureTask<Boolean> reading = new FutureTask<>(() -> pipe.reader().read(new byte[1]) > 0);
      Thread reader = Thread.startVirtualThread(reading);
      Descriptors.awaitWaiter(pipe.reader());
      reader.interrupt();
      assertThatThrownBy(reading::get).hasCauseInstanceOf(InterruptedIOException.class);
    }
  }

  /** The readers have the same few carrier threads as this test's own virtual threads. */
  @Test
  void aThousandIdleReadersHoldNoThread() throws Exception {
    List<Pipe> idle = new ArrayList<>();
    List<FutureTask<Boolean>> readers = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      Pipe pipe = pipes.open();
      idle.add(pipe);
      readers.add(task(() -> pipe.reader().read(new byte[1])));
    }
    idle.forEach(pipe -> Descriptors.awaitWaiter(pipe.reader()));
    CompletableFuture<Boolean> carried = new CompletableFuture<>();
    Thread.startVirtualThread(() -> carried.complete(Thread.currentThread().isVirtual()));
    assertThat(carried.join()).isTrue();
    for (Pipe pipe : idle) {
      pipe.writer().write(new byte[1]);
    }
    for (FutureTask<Boolean> reader : readers) {
      assertThat(reader.get()).isTrue();
    }
    idle.forEach(Pipe::close);
  }

  @Test
  void nothingStaysOpen() throws IOException {
    long before = Descriptors.open();
    for (int i = 0; i < 100; i++) {
      try (Poller another = new Poller();
          Pipe pipe = new Pipes(another).open()) {
        pipe.writer().write(new byte[1]);
        assertThat(pipe.reader().read(new byte[1])).isEqualTo(1);
      }
    }
    assertThat(Descriptors.open()).isLessThan(before + 100);
  }

  private interface Action {
    void run() throws Exception;
  }

  private static FutureTask<Boolean> task(Action action) {
    FutureTask<Boolean> task =
        new FutureTask<>(
            () -> {
              action.run();
              return true;
            });
    Thread.startVirtualThread(task);
    return task;
  }
}
