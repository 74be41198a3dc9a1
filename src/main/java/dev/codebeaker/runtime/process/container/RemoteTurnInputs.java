package dev.codebeaker.runtime.process.container;

import dev.codebeaker.execution.Stdin;
import dev.codebeaker.linux.Descriptor;
import dev.codebeaker.linux.Pipe;
import dev.codebeaker.linux.Pipes;
import dev.codebeaker.runtime.process.jail.TurnInputs;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A command of its own carries the input of each turn that has one. */
final class RemoteTurnInputs implements TurnInputs {
  private static final Logger LOG = Logger.getLogger(RemoteTurnInputs.class);

  /** The fifo is the guest's: he can keep it from being opened, or from being empty. */
  private static final Duration OPENING = Duration.ofSeconds(5);

  private final RemoteContainer container;
  private final int number;
  private final Pipes pipes;

  // guarded by this
  private RemoteEngine.@Nullable Running current;

  RemoteTurnInputs(RemoteContainer container, int number, Pipes pipes) {
    this.container = container;
    this.number = number;
    this.pipes = pipes;
  }

  @Override
  public Descriptor writer(Stdin stdin) throws IOException {
    Pipe pipe = pipes.open();
    close();
    if (!stdin.open() && stdin.initial().length == 0) {
      pipe.reader().close();
      return pipe.writer(); // nothing comes, and that is what the interpreter finds
    }
    try {
      RemoteEngine.Running begun = container.start(RemoteText.turnInput(number), false);
      keep(begun);
      Deadline.within(OPENING, begun::close, () -> awaitOpen(begun));
      Thread.ofVirtual()
          .name("remote-turn-input")
          .start(() -> RemoteProgram.pump(pipe.reader(), begun.streams()));
      return pipe.writer();
    } catch (IOException | RuntimeException failure) {
      pipe.close();
      close();
      throw failure;
    }
  }

  private synchronized void keep(RemoteEngine.Running begun) {
    current = begun;
  }

  private static void awaitOpen(RemoteEngine.Running begun) throws IOException {
    InputStream said = begun.streams().output();
    if (said.readNBytes("open\n".length()).length == 0) {
      throw new IOException("the input of a turn could not be opened");
    }
  }

  @Override
  public void empty() {
    RemoteEngine.Running used;
    synchronized (this) {
      used = current;
      current = null;
    }
    if (used == null) {
      return;
    }
    try {
      container.errand(RemoteText.emptyInput(number), RemoteContainer.Feed.NOTHING);
    } catch (IOException ended) {
      LOG.debugf("What a turn has not read is left: %s", ended.getMessage());
    } finally {
      used.close();
    }
  }

  @Override
  public void close() {
    RemoteEngine.Running used;
    synchronized (this) {
      used = current;
      current = null;
    }
    if (used != null) {
      used.close();
    }
  }
}
