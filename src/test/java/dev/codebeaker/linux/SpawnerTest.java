package dev.codebeaker.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SpawnerTest {
  private static final int KILL = 9;
  private static final Path ROOT = Path.of("/");

  private Poller poller;
  private Pipes pipes;
  private Spawner spawner;

  @BeforeEach
  void open() throws IOException {
    poller = new Poller();
    pipes = new Pipes(poller);
    spawner = new Spawner(poller, 2);
  }

  @AfterEach
  void close() {
    spawner.close();
    poller.close();
  }

  @Test
  void aProgramSaysHowItEnded() throws IOException {
    assertThat(end("exit 7")).isEqualTo(new ExitStatus.Exited(7));
    assertThat(end("kill -TERM $$")).isEqualTo(new ExitStatus.Signalled(15));
  }

  @Test
  void whatItWritesIsRead() throws IOException {
    assertThat(output("echo one; pwd; echo $NAME")).isEqualTo("one\n/\nvalue\n");
  }

  @Test
  void aProgramThatIsNotThereIsNamed() {
    ProgramStart absent = ProgramStart.of(List.of("/not/there"), Map.of(), ROOT, Map.of());
    assertThatThrownBy(() -> spawner.start(absent))
        .isInstanceOf(LinuxFailure.class)
        .hasMessage("start /not/there: ENOENT");
  }

  @Test
  void itIsKilled() throws IOException {
    ChildProcess child = start("while :; do :; done", Map.of());
    child.signal(KILL);
    assertThat(child.exit().join()).isEqualTo(new ExitStatus.Signalled(KILL));
    child.signal(KILL);
  }

  private ExitStatus end(String script) throws IOException {
    return start(script, Map.of()).exit().join();
  }

  private String output(String script) throws IOException {
    try (Pipe pipe = pipes.open()) {
      start(script, Map.of(1, pipe.writer()));
      pipe.writer().close();
      return Descriptors.text(pipe.reader());
    }
  }

  private ChildProcess start(String script, Map<Integer, Descriptor> descriptors)
      throws IOException {
    return spawner.start(
        ProgramStart.of(
            List.of("/bin/sh", "-c", script), Map.of("NAME", "value"), ROOT, descriptors));
  }
}
