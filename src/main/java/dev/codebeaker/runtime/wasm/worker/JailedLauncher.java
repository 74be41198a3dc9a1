package dev.codebeaker.runtime.wasm.worker;

import dev.codebeaker.linux.ChildProcess;
import dev.codebeaker.linux.ExitStatus;
import dev.codebeaker.linux.Pipe;
import dev.codebeaker.linux.Pipes;
import dev.codebeaker.linux.Poller;
import dev.codebeaker.linux.ProgramStart;
import dev.codebeaker.linux.Spawner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/** Starts workers in their jail. */
public final class JailedLauncher implements WorkerLauncher {
  private static final Logger LOG = Logger.getLogger(JailedLauncher.class);
  private static final int AT_ONCE = 2;
  private static final int KILL = 9;

  private final WorkerProgram program;
  private final WorkerJail jail;
  private final boolean confines;
  private final Poller poller;
  private final Spawner spawner;

  /**
   * @param required whether a worker must not start where the kernel can not keep files from it
   */
  public JailedLauncher(WorkerProgram program, WorkerJail jail, boolean required) {
    this.program = program;
    this.jail = jail;
    this.confines = required || WorkerJail.hasFileRules();
    if (!confines) {
      LOG.warn("This kernel has no Landlock: workers can reach every file of the service's user");
    }
    try {
      this.poller = new Poller();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.spawner = new Spawner(poller, AT_ONCE);
  }

  @Override
  public Started start(Path sockets, Path sessions) throws IOException {
    List<String> command = new ArrayList<>(program.command());
    command.add(sockets.toString());
    Pipe said = new Pipes(poller).open();
    try {
      ProgramStart start =
          ProgramStart.of(command, Map.of(), sockets, Map.of(1, said.writer(), 2, said.writer()));
      ChildProcess child =
          confines
              ? spawner.startConfined(start, jail.confinement(sockets, sessions)::apply)
              : spawner.start(start);
      said.writer().close();
      WorkerLog.follow(said.reader(), child.pid());
      return new Jailed(child, child.exit().thenApply(JailedLauncher::shown));
    } catch (IOException | RuntimeException failure) {
      said.close();
      throw failure;
    }
  }

  private record Jailed(ChildProcess child, CompletableFuture<String> ended) implements Started {
    @Override
    public long pid() {
      return child.pid();
    }

    @Override
    public void kill() {
      try {
        child.signal(KILL);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static String shown(ExitStatus status) {
    return switch (status) {
      case ExitStatus.Exited(int code) -> "ended with code " + code;
      case ExitStatus.Signalled(int number) -> "was ended by signal " + number;
    };
  }

  @Override
  public void close() {
    spawner.close();
    poller.close();
  }
}
