package dev.codebeaker.runtime.process.jail;

import dev.codebeaker.execution.TerminalSize;
import dev.codebeaker.linux.ChildProcess;
import dev.codebeaker.linux.Descriptor;
import dev.codebeaker.linux.ExitStatus;
import dev.codebeaker.linux.PseudoTerminal;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * A jail whose first process becomes the program. Its terminal is the service's own, and has no
 * name in the jail.
 */
final class FirstProcessTerminal implements TerminalJail {
  private static final Logger LOG = Logger.getLogger(FirstProcessTerminal.class);
  private static final long END_WAIT_SECONDS = 10;
  private static final int SIGNAL_BASE = 128;

  private final Recipe recipe;
  private final Recipe.Inmate inmate;
  private final ChildProcess first;
  private final PseudoTerminal terminal;
  private final JailDirectory directory;
  private final Consumption consumption;
  private final Consumer<TerminalJail> afterEnd;
  private final AtomicBoolean closed = new AtomicBoolean();

  FirstProcessTerminal(
      Recipe recipe,
      Recipe.Inmate inmate,
      ChildProcess first,
      PseudoTerminal terminal,
      JailDirectory directory,
      Consumption consumption,
      Consumer<TerminalJail> afterEnd) {
    this.recipe = recipe;
    this.inmate = inmate;
    this.first = first;
    this.terminal = terminal;
    this.directory = directory;
    this.consumption = consumption;
    this.afterEnd = afterEnd;
  }

  /** Everything in it is counted: the program begins. */
  void begin(Descriptor orders) throws IOException {
    consumption.enroll(first);
    orders.write(new byte[] {'\n'});
  }

  @Override
  public Descriptor input() {
    return terminal.master();
  }

  @Override
  public Descriptor output() {
    return terminal.master();
  }

  @Override
  public void resize(TerminalSize size) throws IOException {
    terminal.resize(size.columns(), size.rows());
  }

  @Override
  public Consumption consumption() {
    return consumption;
  }

  @Override
  public CompletableFuture<OptionalInt> ended() {
    return first
        .exit()
        .thenApply(
            status ->
                switch (status) {
                  case ExitStatus.Exited(int code) -> OptionalInt.of(code);
                  case ExitStatus.Signalled(int signal) -> OptionalInt.of(SIGNAL_BASE + signal);
                });
  }

  @Override
  public void signal(int number) throws IOException {
    List<Long> members = Members.from(first.pid());
    int supervisors = Math.min(recipe.supervisorDepth(), members.size());
    Members.signal(members.subList(supervisors, members.size()), number);
  }

  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      awaitEnd();
      return;
    }
    try {
      recipe.kill(first, inmate, consumption);
      awaitEnd();
      consumption.close();
      directory.close();
    } catch (IOException e) {
      LOG.errorf(e, "Something of a jail is left");
    } finally {
      terminal.close();
      afterEnd.accept(this);
    }
  }

  private void awaitEnd() {
    try {
      first.exit().get(END_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.errorf(e, "The first process of a jail does not end");
    }
  }
}
