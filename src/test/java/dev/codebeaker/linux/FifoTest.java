package dev.codebeaker.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FifoTest {
  @TempDir Path directory;

  @Test
  void aProgramReadsAndWritesByName() throws IOException {
    try (Poller poller = new Poller();
        Spawner spawner = new Spawner(poller, 1)) {
      Pipes pipes = new Pipes(poller);
      Fifo in = Fifo.create(directory.resolve("in"), 0600);
      Fifo out = Fifo.create(directory.resolve("out"), 0600);
      try (Descriptor input = pipes.openToWrite(in);
          Descriptor output = pipes.openToRead(out)) {
        ChildProcess child = start(spawner, "read line <in; echo \"$line!\" >out");
        input.write("hello\n".getBytes(UTF_8));
        assertThat(Descriptors.text(output)).isEqualTo("hello!\n");
        assertThat(child.exit().join()).isEqualTo(new ExitStatus.Exited(0));
      }
    }
  }

  /** The kernel answers a read with "end" also before a writer has come. */
  @Test
  void theEndIsNotSeenBeforeTheFirstWriter() throws IOException {
    try (Poller poller = new Poller();
        var readers = Executors.newVirtualThreadPerTaskExecutor()) {
      Pipes pipes = new Pipes(poller);
      Fifo fifo = Fifo.create(directory.resolve("fifo"), 0600);
      try (Descriptor reader = pipes.openToRead(fifo)) {
        CompletableFuture<String> read =
            CompletableFuture.supplyAsync(() -> Descriptors.textOf(reader), readers);
        Descriptors.awaitWaiter(reader);
        assertThat(read).isNotDone();
        Files.writeString(fifo.path(), "late");
        assertThat(read.join()).isEqualTo("late");
      }
    }
  }

  @Test
  void itHasTheModeItWasGivenAndGoesWithItsName() throws IOException {
    Fifo fifo = Fifo.create(directory.resolve("fifo"), 0622);
    assertThat(Files.getPosixFilePermissions(fifo.path()))
        .isEqualTo(PosixFilePermissions.fromString("rw--w--w-"));
    fifo.unlink();
    fifo.unlink();
    assertThat(fifo.path()).doesNotExist();
  }

  @Test
  void aLinkInItsPlaceIsNotFollowed() throws IOException {
    try (Poller poller = new Poller()) {
      Path victim = Files.createFile(directory.resolve("victim"));
      Path link = Files.createSymbolicLink(directory.resolve("link"), victim);
      assertThatThrownBy(() -> new Pipes(poller).openToWrite(new Fifo(link)))
          .isInstanceOf(LinuxFailure.class)
          .hasMessage("open " + link + ": ELOOP");
    }
  }

  private ChildProcess start(Spawner spawner, String script) throws IOException {
    return spawner.start(
        ProgramStart.of(List.of("/bin/sh", "-c", script), Map.of(), directory, Map.of()));
  }
}
