package dev.codebeaker.runtime.process.container;

import dev.codebeaker.linux.Descriptor;
import dev.codebeaker.linux.Pipe;
import dev.codebeaker.linux.Pipes;
import dev.codebeaker.runtime.process.jail.Program;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A program in a container elsewhere. To who runs it, it is a program with pipes; here is what
 * carries between these and the engine's streams, on threads that end with it.
 */
final class RemoteProgram {
  private static final Logger LOG = Logger.getLogger(RemoteProgram.class);
  private static final int BUFFER_BYTES = 32 << 10;

  private final RemoteContainer container;
  private final List<Pipe> pipes = new ArrayList<>();
  private final Program program;
  private final Marked stdout;
  private final Marked stderr;
  private final CompletableFuture<Void> over = new CompletableFuture<>();

  // guarded by this
  private RemoteEngine.@Nullable Running main;
  private RemoteEngine.@Nullable Running bridge;
  private boolean closed;

  RemoteProgram(RemoteContainer container, int number, Pipes maker, boolean agent)
      throws IOException {
    this.container = container;
    try {
      for (int i = 0; i < (agent ? 5 : 3); i++) {
        pipes.add(maker.open());
      }
    } catch (IOException failure) {
      pipes.forEach(Pipe::close);
      throw failure;
    }
    this.stdout = new Marked(pipes.get(1).writer());
    this.stderr = new Marked(pipes.get(2).writer());
    this.program =
        new Program(
            number,
            pipes.get(0).writer(),
            pipes.get(1).reader(),
            pipes.get(2).reader(),
            agent
                ? Optional.of(new Program.AgentPipes(pipes.get(3).writer(), pipes.get(4).reader()))
                : Optional.empty());
  }

  Program program() {
    return program;
  }

  /** The engine's own number for it, for what is asked about it while it runs. */
  synchronized Optional<String> exec() {
    return Optional.ofNullable(main).map(RemoteEngine.Running::id);
  }

  /**
   * Starts it.
   *
   * @param afterEnd is told when its streams have ended, on a thread of its own
   */
  void start(List<String> command, boolean terminal, Consumer<RemoteProgram> afterEnd)
      throws IOException {
    RemoteEngine.Running begun = container.start(command, terminal);
    keepMain(begun);
    program.started().complete(null);
    Thread.ofVirtual()
        .name("remote-output")
        .start(
            () -> {
              carry(begun, this::received);
              endOutput();
              over.complete(null);
              afterEnd.accept(this);
            });
    Thread.ofVirtual()
        .name("remote-input")
        .start(() -> pump(pipes.get(0).reader(), begun.streams()));
  }

  /** Connects the pipes of its agent. */
  void startBridge() throws IOException {
    RemoteEngine.Running begun = container.start(RemoteText.bridge(program.number()), false);
    keepBridge(begun);
    Descriptor answers = pipes.get(4).writer();
    Thread.ofVirtual()
        .name("remote-answers")
        .start(
            () -> {
              carry(
                  begun,
                  (error, buffer, count) -> {
                    if (!error) {
                      answers.write(Arrays.copyOf(buffer, count));
                    }
                  });
              answers.close();
            });
    Thread.ofVirtual()
        .name("remote-requests")
        .start(() -> pump(pipes.get(3).reader(), begun.streams()));
  }

  private synchronized void keepMain(RemoteEngine.Running begun) throws IOException {
    main = begun;
    requireOpen(begun);
  }

  private synchronized void keepBridge(RemoteEngine.Running begun) throws IOException {
    bridge = begun;
    requireOpen(begun);
  }

  private void requireOpen(RemoteEngine.Running begun) throws IOException {
    if (closed) {
      begun.close();
      throw new IOException("the program has been given up");
    }
  }

  private void received(boolean error, byte[] buffer, int count) throws IOException {
    (error ? stderr : stdout).write(buffer, count);
  }

  private static void carry(RemoteEngine.Running from, Attached.Receiver to) {
    try {
      from.streams()
          .carry(
              (error, buffer, count) -> {
                try {
                  to.receive(error, buffer, count);
                } catch (IOException nobodyReads) {
                  LOG.tracef("What a program writes is dropped: %s", nobodyReads.getMessage());
                }
              });
    } catch (IOException lost) {
      LOG.debugf("The connection to a program is lost: %s", lost.getMessage());
    }
  }

  /** Until the pipe's end, which becomes the end of the other side's input. */
  static void pump(Descriptor from, Attached to) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (from) {
      OutputStream out = to.input();
      for (int count = from.read(buffer); count > 0; count = from.read(buffer)) {
        out.write(buffer, 0, count);
        out.flush();
      }
      to.endInput();
    } catch (IOException unread) {
      LOG.tracef("A program does not read to the end: %s", unread.getMessage());
    }
  }

  private void endOutput() {
    stdout.end();
    stderr.end();
  }

  /** Completed when both streams have carried what came before the mark, or have ended. */
  CompletableFuture<Void> awaitMark(byte[] mark) {
    return CompletableFuture.allOf(stdout.await(mark), stderr.await(mark));
  }

  /** How it exited, when its streams have ended. */
  int exitCode() throws IOException {
    return container.engine().exitCode(exec().orElseThrow());
  }

  /** Lets go of the engine's streams. The pipes' other ends are whose who runs it. */
  void close() {
    RemoteEngine.Running first;
    RemoteEngine.Running second;
    synchronized (this) {
      closed = true;
      first = main;
      second = bridge;
    }
    if (first != null) {
      first.close();
    }
    if (second != null) {
      second.close();
    }
    pipes.get(0).reader().close();
    endOutput();
    if (pipes.size() > 3) {
      pipes.get(3).reader().close();
      pipes.get(4).writer().close();
    }
  }
}
