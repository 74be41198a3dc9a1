package dev.codebeaker.runtime.process.container;

import dev.codebeaker.execution.TerminalSize;
import dev.codebeaker.linux.Pipes;
import dev.codebeaker.runtime.process.jail.Consumption;
import dev.codebeaker.runtime.process.jail.Jail;
import dev.codebeaker.runtime.process.jail.JailPaths;
import dev.codebeaker.runtime.process.jail.JailSpec;
import dev.codebeaker.runtime.process.jail.Program;
import dev.codebeaker.runtime.process.jail.ProgramSpec;
import dev.codebeaker.runtime.process.jail.ShellText;
import dev.codebeaker.runtime.process.jail.TurnInputs;
import dev.codebeaker.workspace.TreeCopy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A container of an engine elsewhere. Its first process belongs to the service and ends with the
 * connection that it is attached by; each program is started by the engine, and so is what carries
 * files.
 */
final class RemoteJail implements Jail {
  private static final Logger LOG = Logger.getLogger(RemoteJail.class);
  private static final long END_WAIT_SECONDS = 20;
  private static final long MARK_SECONDS = 10;
  private static final long OVER_SECONDS = 2;

  private final RemoteContainer container;
  private final RemoteFigures figures;
  private final RemoteFiles files;
  private final JailSpec spec;
  private final Pipes pipes;
  private final Removal removal;
  private final CompletableFuture<Void> gone = new CompletableFuture<>();

  // guarded by this
  private @Nullable RemoteProgram current;
  private int programs;
  private boolean dirty;
  private boolean closing;

  /** Removes the container, and all that goes with it. */
  @FunctionalInterface
  interface Removal {
    void of(RemoteJail jail);
  }

  RemoteJail(
      RemoteContainer container,
      RemoteFigures figures,
      RemoteFiles files,
      JailSpec spec,
      Pipes pipes,
      Removal removal) {
    this.container = container;
    this.figures = figures;
    this.files = files;
    this.spec = spec;
    this.pipes = pipes;
    this.removal = removal;
    figures.over().thenRun(() -> Thread.ofVirtual().name("jail-end").start(this::close));
  }

  RemoteFiles files() {
    return files;
  }

  RemoteContainer container() {
    return container;
  }

  @Override
  public JailPaths paths() {
    return JailPaths.OWN_ROOT;
  }

  @Override
  public Consumption consumption() {
    return figures;
  }

  @Override
  public synchronized boolean isAlive() {
    return !closing && !figures.over().isDone();
  }

  @Override
  public Program start(ProgramSpec program) throws IOException {
    String text = ShellText.program(brought(program));
    RemoteProgram begun = begin(program.agent());
    int number = begun.program().number();
    started(
        begun,
        program.agent() ? RemoteText.interpreter(number, text) : RemoteText.program(text),
        false);
    if (program.agent()) {
      Thread.ofVirtual().name("remote-bridge").start(() -> bridge(begun));
    }
    return begun.program();
  }

  /** The same with a terminal instead of streams. */
  RemoteProgram start(ProgramSpec program, TerminalSize size) throws IOException {
    String text = ShellText.program(brought(program));
    RemoteProgram begun = begin(false);
    started(begun, RemoteText.terminal(size, text), true);
    return begun;
  }

  private RemoteProgram begin(boolean agent) throws IOException {
    if (!agent) {
      bringIn(); // an interpreter gets them when it has something to run
    }
    synchronized (this) {
      if (closing) {
        throw new IOException("the jail has ended");
      }
      if (current != null) {
        throw new IllegalStateException("a program runs in the jail already");
      }
      RemoteProgram begun = new RemoteProgram(container, ++programs, pipes, agent);
      current = begun;
      return begun;
    }
  }

  private void started(RemoteProgram begun, List<String> command, boolean terminal)
      throws IOException {
    try {
      begun.start(command, terminal, this::ended);
    } catch (IOException | RuntimeException failure) {
      synchronized (this) {
        current = null;
      }
      begun.close();
      begun.program().close();
      throw failure;
    }
  }

  private void bridge(RemoteProgram begun) {
    try {
      begun.startBridge();
    } catch (IOException failure) {
      LOG.debugf("An interpreter can not be reached: %s", failure.getMessage());
      close();
    }
  }

  private ProgramSpec brought(ProgramSpec program) throws IOException {
    if (program.brought().isEmpty()) {
      return program;
    }
    container.errand(
        RemoteText.command(RemoteText.BRING, List.of()),
        out -> TreeCopy.pack(program.brought().get(), "program", out));
    return program.with(paths().brought() + "/program");
  }

  /** On a thread of the program's. */
  private void ended(RemoteProgram program) {
    if (!isAlive()) {
      close(); // which tells it
      return;
    }
    try {
      int code = program.exitCode();
      files.fetch(container, RemoteText.command(RemoteText.PULL, List.of()));
      figures.refresh();
      program.close();
      synchronized (this) {
        current = null;
        dirty = false;
      }
      program.program().ended().complete(OptionalInt.of(code));
    } catch (IOException | RuntimeException lost) {
      if (!endsItself()) {
        LOG.debugf("What a program left can not be fetched: %s", lost.getMessage());
        program.program().failed(new IOException("what it left can not be fetched", lost));
      }
      close();
    }
  }

  /** The streams of a container that ends do so in any order. */
  private boolean endsItself() {
    try {
      figures.over().get(OVER_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException | TimeoutException alive) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void bringIn() throws IOException {
    files.send(container);
    figures.refresh();
    synchronized (this) {
      dirty = true;
    }
  }

  @Override
  public void bringBack() throws IOException {
    Optional<RemoteProgram> program = running();
    if (program.isEmpty()) {
      throw new IOException("the interpreter has ended");
    }
    String mark = UUID.randomUUID().toString();
    CompletableFuture<Void> marked =
        program.get().awaitMark(mark.getBytes(StandardCharsets.US_ASCII));
    try {
      files.fetch(container, RemoteText.command(RemoteText.MARK_AND_PULL, List.of(mark)));
    } catch (RuntimeException nonsense) {
      throw new IOException("what a turn left can not be fetched", nonsense);
    }
    try {
      marked.get(MARK_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException taken) {
      throw new IOException("what runs in the sandbox took over the interpreter's streams", taken);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException("interrupted while output was awaited");
    }
    figures.refresh();
    synchronized (this) {
      dirty = false;
    }
  }

  private synchronized Optional<RemoteProgram> running() {
    return Optional.ofNullable(current);
  }

  @Override
  public void fetchScratch(String name) throws IOException {
    TreeCopy scratch =
        new TreeCopy(spec.scratch(), spec.allowance().fileBytes(), spec.allowance().files());
    List<IOException> broken = new ArrayList<>();
    int code =
        container.errand(
            RemoteText.command(RemoteText.FETCH, List.of(name)),
            RemoteContainer.Feed.NOTHING,
            in -> {
              try {
                if (!scratch.take(in, "")) {
                  throw new IOException(name + " is larger than what is allowed");
                }
              } catch (IOException noArchive) {
                broken.add(noArchive);
              }
            });
    if (code == RemoteText.NOTHING_THERE) {
      return;
    }
    if (code != 0 || !broken.isEmpty()) {
      throw new IOException(
          name + " can not be fetched (" + code + ")", broken.stream().findFirst().orElse(null));
    }
  }

  @Override
  public TurnInputs turnInputs(Program program) {
    program.stdin().close();
    return new RemoteTurnInputs(container, program.number(), pipes);
  }

  @Override
  public void signalProgram(int number) throws IOException {
    container.errand(
        RemoteText.command(RemoteText.SIGNAL, List.of(Integer.toString(number))),
        RemoteContainer.Feed.NOTHING,
        in -> {});
  }

  @Override
  public String complaints() {
    return "";
  }

  @Override
  public void close() {
    boolean begun;
    boolean unsaved;
    synchronized (this) {
      begun = closing;
      closing = true;
      unsaved = dirty;
    }
    if (begun) {
      gone.completeOnTimeout(null, END_WAIT_SECONDS, TimeUnit.SECONDS).join();
      return;
    }
    if (unsaved && !figures.over().isDone()) {
      rescue();
    }
    removal.of(this);
    figures.close();
    running()
        .ifPresent(
            program -> {
              program.close();
              program.program().lost();
            });
    gone.complete(null);
  }

  /** What is being ended may have written something. */
  private void rescue() {
    try {
      files.rescue(container);
    } catch (IOException | RuntimeException failure) {
      LOG.warnf(
          "What a program wrote that was ended is lost, on an engine elsewhere: %s",
          failure.getMessage());
    }
  }
}
