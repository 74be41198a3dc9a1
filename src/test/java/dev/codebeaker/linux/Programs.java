package dev.codebeaker.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Everything a test needs to run small shell scripts. */
final class Programs implements AutoCloseable {
  final Poller poller = new Poller();
  final Pipes pipes = new Pipes(poller);
  final Spawner spawner = new Spawner(poller, 2);

  Programs() throws IOException {}

  /** How a script is started. */
  interface Starter {
    ChildProcess start(ProgramStart program) throws IOException;
  }

  static ProgramStart script(String text, Map<Integer, Descriptor> descriptors) {
    return ProgramStart.of(
        List.of("/bin/sh", "-c", text), Map.of("PATH", "/usr/bin:/bin"), Path.of("/"), descriptors);
  }

  ChildProcess start(String text) throws IOException {
    return spawner.start(script(text, Map.of()));
  }

  String output(String text) throws IOException {
    return output(text, spawner::start);
  }

  /** What it wrote until it, and all it had started, had closed their output. */
  String output(String text, Starter starter) throws IOException {
    try (Pipe pipe = pipes.open()) {
      ChildProcess child = starter.start(script(text, Map.of(1, pipe.writer())));
      pipe.writer().close();
      String output = Descriptors.text(pipe.reader());
      child.exit().join();
      return output;
    }
  }

  @Override
  public void close() {
    spawner.close();
    poller.close();
  }
}
