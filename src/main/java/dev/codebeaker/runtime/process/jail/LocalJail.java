package dev.codebeaker.runtime.process.jail;

import dev.codebeaker.execution.TerminalSize;
import dev.codebeaker.linux.ChildProcess;
import dev.codebeaker.linux.Descriptor;
import dev.codebeaker.linux.Poller;
import dev.codebeaker.linux.PseudoTerminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A jail of this machine. Its supervisor starts one program at a time in it, and ends what the
 * program left running before the next one. It also ends when something in it ends its supervisor.
 */
final class LocalJail implements Jail {
  private static final Logger LOG = Logger.getLogger(Jail.class);
  private static final long END_WAIT_SECONDS = 10;

  /** The service's ends of the pipes to the supervisor. */
  record Channel(Descriptor orders, Descriptor reports, Descriptor complaints) {
    void close() {
      orders.close();
      reports.close();
      complaints.close();
    }
  }

  private final Recipe recipe;
  private final Recipe.Inmate inmate;
  private final ChildProcess first;
  private final Channel channel;
  private final JailDirectory directory;
  private final Consumption consumption;
  private final Consumer<LocalJail> afterEnd;
  private final Complaints complaints = new Complaints();
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final CompletableFuture<Void> gone = new CompletableFuture<>();

  // guarded by this
  private @Nullable Program current;
  private @Nullable Program next;
  private int programs;
  private boolean dead;
  private boolean closing;

  LocalJail(
      Recipe recipe,
      Recipe.Inmate inmate,
      ChildProcess first,
      Channel channel,
      JailDirectory directory,
      Consumption consumption,
      Consumer<LocalJail> afterEnd) {
    this.recipe = recipe;
    this.inmate = inmate;
    this.first = first;
    this.channel = channel;
    this.directory = directory;
    this.consumption = consumption;
    this.afterEnd = afterEnd;
    Thread.ofVirtual().name("jail-" + first.pid()).start(this::listen);
    Thread.ofVirtual()
        .name("jail-complaints-" + first.pid())
        .start(() -> complaints.listen(channel.complaints()));
  }

  @Override
  public JailPaths paths() {
    return recipe.paths(inmate.spec(), inmate.shown());
  }

  @Override
  public Consumption consumption() {
    return consumption;
  }

  @Override
  public synchronized boolean isAlive() {
    return !dead && !closing;
  }

  @Override
  public Program start(ProgramSpec spec) throws IOException {
    return start(number -> directory.prepare(number, spec, paths()));
  }

  @Override
  public Optional<Program> startNext(ProgramSpec spec) throws IOException {
    if (!isReusable()) {
      return Optional.empty();
    }
    synchronized (this) {
      if (current != null && next == null && isAlive()) {
        next = directory.prepare(++programs, spec, paths());
        return Optional.of(next);
      }
    }
    return Optional.of(start(spec));
  }

  /** Whether what a program leaves can be ended without the supervisor. */
  private boolean isReusable() {
    return !recipe.sweep().isEmpty();
  }

  /** The same on a terminal of {@link #newTerminal}. */
  Program start(ProgramSpec spec, PseudoTerminal terminal) throws IOException {
    return start(number -> directory.prepare(number, spec, terminal, paths()));
  }

  /** A terminal that its programs see, if it has none yet. Nothing has run in it so far. */
  PseudoTerminal newTerminal(Poller poller, TerminalSize size) throws IOException {
    Path root = Path.of("/proc/" + first.pid() + "/root");
    PseudoTerminal terminal = PseudoTerminal.openBelow(root, poller, size.columns(), size.rows());
    try {
      if (inmate.identity().isPresent()) {
        terminal.give(inmate.identity().get());
      }
      return terminal;
    } catch (IOException failure) {
      terminal.close();
      throw failure;
    }
  }

  /** Lays out what the supervisor needs to start the program of this number. */
  @FunctionalInterface
  private interface Layout {
    Program prepare(int number) throws IOException;
  }

  private Program start(Layout layout) throws IOException {
    if (!consumption.countsFromTheStart()) {
      awaitReady();
    }
    Program program;
    synchronized (this) {
      if (dead || closing) {
        throw new IOException("the jail has ended");
      }
      if (current != null) {
        throw new IllegalStateException("a program runs in the jail already");
      }
      program = layout.prepare(++programs);
      current = program;
    }
    try {
      order(program);
      return program;
    } catch (IOException ended) {
      synchronized (this) {
        current = null;
      }
      program.close();
      throw ended;
    }
  }

  private void order(Program program) throws IOException {
    channel.orders().write((program.number() + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  /** Nothing of a client's runs before everything in the jail is counted. */
  private void awaitReady() throws IOException {
    if (ready.isDone() && !ready.isCompletedExceptionally()) {
      return;
    }
    try {
      ready.get(END_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException failure) {
      throw new IOException(
          "the jail did not open: " + failure.getMessage() + " " + complaints(), failure);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException("interrupted while a jail was opened");
    }
  }

  @Override
  public TurnInputs turnInputs(Program program) throws IOException {
    return PipeTurnInputs.of(directory.pipes(), program.stdin());
  }

  @Override
  public void signalProgram(int number) throws IOException {
    Members.signal(Members.ofProgram(first.pid(), recipe.supervisorDepth()), number);
  }

  @Override
  public String complaints() {
    return complaints.text();
  }

  private void listen() {
    new Reports(this::reported).listen(channel.reports());
    end();
    close(); // also what outlives its supervisor
  }

  /** What is in the jail can write reports too; the worst it does is to confuse its own session. */
  private synchronized void reported(String report) {
    if (report.equals("r")) {
      enroll();
      return;
    }
    String[] words = report.split(" ");
    Program program = current;
    if (program == null
        || words.length < 2
        || !words[1].equals(Integer.toString(program.number()))) {
      return;
    }
    if (words[0].equals("s")) {
      tidy(program);
      program.started().complete(null);
    } else if (words[0].equals("x") && words.length == 3 && words[2].matches("[0-9]{1,3}")) {
      tidy(program);
      recipe.bury(first, inmate);
      current = null;
      dead |= !isReusable();
      program.started().complete(null);
      // Whoever waits for this on the spot sees the jail as the program has left it.
      program.ended().complete(OptionalInt.of(Integer.parseInt(words[2])));
      goOn();
    }
  }

  private void goOn() {
    current = next;
    next = null;
    if (current != null) {
      try {
        order(current);
      } catch (IOException ended) {
        LOG.tracef("A jail ends before its next program: %s", ended.getMessage());
      }
    }
  }

  private void enroll() {
    if (ready.isDone()) {
      return;
    }
    try {
      if (recipe.isReachedByName()) {
        directory.closeEntrance();
      }
      consumption.enroll(first);
      ready.complete(null);
    } catch (IOException failure) {
      ready.completeExceptionally(failure);
    }
  }

  private void tidy(Program program) {
    try {
      directory.tidy(program.number());
    } catch (IOException e) {
      LOG.warnf("The pipes of a program could not be removed: %s", e.getMessage());
    }
  }

  private void end() {
    Program lost;
    Program neverBegun;
    boolean ownEnd;
    synchronized (this) {
      dead = true;
      lost = current;
      neverBegun = next;
      current = null;
      next = null;
      ownEnd = !closing;
    }
    boolean neverOpened = ready.completeExceptionally(new IOException("the jail has ended"));
    if (lost != null && neverOpened && ownEnd) {
      lost.failed(new IOException("the jail did not open: " + complaints()));
    } else if (lost != null) {
      lost.lost();
    }
    if (neverBegun != null) {
      neverBegun.lost();
    }
  }

  @Override
  public void close() {
    boolean begun;
    synchronized (this) {
      begun = closing;
      closing = true;
    }
    if (!begun) {
      closeOnce();
    } else {
      gone.completeOnTimeout(null, END_WAIT_SECONDS, TimeUnit.SECONDS).join();
    }
  }

  private void closeOnce() {
    try {
      killAll();
    } catch (IOException e) {
      LOG.errorf(e, "A process of a jail is left");
    }
    channel.close();
    end();
    consumption.close();
    try {
      recipe.bury(first, inmate);
      recipe.clear(inmate);
      directory.close();
    } catch (IOException e) {
      LOG.errorf(e, "The directory of a jail is left");
    } finally {
      afterEnd.accept(this);
      gone.complete(null);
    }
  }

  private void killAll() throws IOException {
    recipe.kill(first, inmate, consumption);
    try {
      first.exit().get(END_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the jail's first process does not end", e);
    }
  }
}
