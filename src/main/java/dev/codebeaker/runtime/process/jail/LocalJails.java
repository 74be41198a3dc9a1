package dev.codebeaker.runtime.process.jail;

import dev.codebeaker.execution.TerminalSize;
import dev.codebeaker.linux.ChildProcess;
import dev.codebeaker.linux.ControlGroup;
import dev.codebeaker.linux.Descriptor;
import dev.codebeaker.linux.Identity;
import dev.codebeaker.linux.Pipe;
import dev.codebeaker.linux.Pipes;
import dev.codebeaker.linux.Poller;
import dev.codebeaker.linux.PseudoTerminal;
import dev.codebeaker.linux.ThreadPlace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** The jails of this machine, by one recipe. */
final class LocalJails implements Jails {
  /** Several houses share the directories. */
  private static final AtomicLong NAMES = new AtomicLong();

  private static final int ORDERS_AT = 8;
  private static final int REPORTS_AT = 9;
  private static final int COMPLAINTS_AT = 2;
  private static final String TERMINAL_SCRIPT = "terminal.sh";

  private final Recipe recipe;
  private final Poller poller;
  private final Pipes pipes;
  private final Places places;
  private final ControlGroupUse groups;
  private final Semaphore starts;
  private final Set<LocalJail> open = ConcurrentHashMap.newKeySet();
  private final Set<TerminalJail> terminals = ConcurrentHashMap.newKeySet();

  /**
   * Directories of the service's.
   *
   * @param pipes where each jail gets a directory for its pipes
   * @param brought where each gets one for what its programs bring
   * @param agents what all jails find at {@link JailPaths#agents}
   * @param shell what supervises each
   */
  record Places(Path pipes, Path brought, Path agents, Path shell) {
    Recipe.Shown shown(String jail, boolean brings) {
      return new Recipe.Shown(
          pipes.resolve(jail),
          agents,
          shell,
          brings ? Optional.of(brought.resolve(jail)) : Optional.empty());
    }
  }

  /** The first process of a jail, and what counts it. */
  private record Begun(ChildProcess first, Consumption consumption) {}

  /**
   * @param maxStarts how many jails may be in the middle of their start at once
   */
  LocalJails(Recipe recipe, Poller poller, Places places, ControlGroupUse groups, int maxStarts) {
    this.recipe = recipe;
    this.poller = poller;
    this.pipes = new Pipes(poller);
    this.places = places;
    this.groups = groups;
    this.starts = new Semaphore(maxStarts, true);
  }

  @Override
  public Tier tier() {
    return recipe.tier();
  }

  @Override
  public Map<String, String> details() {
    return recipe.details();
  }

  @Override
  public int count() {
    return open.size() + terminals.size();
  }

  @Override
  public LocalJail open(JailSpec spec, Optional<Identity> identity)
      throws IOException, InterruptedException {
    starts.acquire();
    try {
      return opened(spec, identity);
    } finally {
      starts.release();
    }
  }

  @Override
  public TerminalJail openTerminal(
      JailSpec spec, ProgramSpec program, TerminalSize size, Optional<Identity> identity)
      throws IOException, InterruptedException {
    starts.acquire();
    try {
      return recipe.isReachedByName()
          ? supervisedTerminal(spec, program, size, identity)
          : ownTerminal(spec, program, size, identity);
    } finally {
      starts.release();
    }
  }

  /** The first process can inherit no terminal: a jail like others gets one of its own. */
  private TerminalJail supervisedTerminal(
      JailSpec spec, ProgramSpec program, TerminalSize size, Optional<Identity> identity)
      throws IOException {
    LocalJail jail = opened(spec, identity);
    try {
      PseudoTerminal terminal = jail.newTerminal(poller, size);
      try {
        ProgramSpec placed = program.in(jail.paths().workspace() + program.directory());
        return SupervisedTerminal.start(jail, terminal, placed);
      } catch (IOException | RuntimeException failure) {
        terminal.close();
        throw failure;
      }
    } catch (IOException | RuntimeException failure) {
      jail.close();
      throw failure;
    }
  }

  private TerminalJail ownTerminal(
      JailSpec spec, ProgramSpec program, TerminalSize size, Optional<Identity> identity)
      throws IOException {
    PseudoTerminal terminal = PseudoTerminal.open(poller, size.columns(), size.rows());
    try {
      return openedTerminal(spec, program, terminal, identity);
    } catch (IOException | RuntimeException failure) {
      terminal.close();
      throw failure;
    }
  }

  private TerminalJail openedTerminal(
      JailSpec spec, ProgramSpec program, PseudoTerminal terminal, Optional<Identity> identity)
      throws IOException {
    Recipe.Shown shown = shown(spec);
    JailDirectory directory = directory(shown, identity);
    try (Pipe orders = pipes.open()) {
      if (identity.isPresent()) {
        terminal.give(identity.get());
      }
      JailPaths paths = recipe.paths(spec, shown);
      ProgramSpec placed =
          directory.bring(program, paths).in(paths.workspace() + program.directory());
      directory.write(TERMINAL_SCRIPT, ShellText.alone(placed, recipe.userProcesses(spec)));
      Recipe.Inmate inmate =
          new Recipe.Inmate(
              spec,
              shown,
              List.of(paths.pipes() + "/" + TERMINAL_SCRIPT),
              environment(paths),
              Map.of(ORDERS_AT, orders.reader()),
              Optional.of(terminal.slave()),
              identity);
      return begun(inmate, terminal, directory, orders);
    } catch (IOException | RuntimeException failure) {
      directory.close();
      throw failure;
    }
  }

  private TerminalJail begun(
      Recipe.Inmate inmate, PseudoTerminal terminal, JailDirectory directory, Pipe orders)
      throws IOException {
    Begun begun = begin(inmate);
    FirstProcessTerminal jail =
        new FirstProcessTerminal(
            recipe,
            inmate,
            begun.first(),
            terminal,
            directory,
            begun.consumption(),
            terminals::remove);
    terminals.add(jail);
    try {
      jail.begin(orders.writer());
      return jail;
    } catch (IOException | RuntimeException failure) {
      jail.close();
      throw failure;
    }
  }

  private LocalJail opened(JailSpec spec, Optional<Identity> identity) throws IOException {
    Recipe.Shown shown = shown(spec);
    try (Opening opening = new Opening(directory(shown, identity))) {
      if (recipe.isReachedByName()) {
        return openedByName(spec, shown, opening, identity);
      }
      Pipe orders = opening.pipe();
      Pipe reports = opening.pipe();
      Pipe complaints = opening.pipe();
      Map<Integer, Descriptor> descriptors =
          Map.of(
              ORDERS_AT,
              orders.reader(),
              REPORTS_AT,
              reports.writer(),
              COMPLAINTS_AT,
              complaints.writer());
      Recipe.Inmate inmate = inmate(spec, shown, descriptors, identity);
      LocalJail jail =
          started(
              inmate,
              begin(inmate),
              new LocalJail.Channel(orders.writer(), reports.reader(), complaints.reader()),
              opening.directory);
      opening.succeeded();
      return jail;
    }
  }

  private LocalJail openedByName(
      JailSpec spec, Recipe.Shown shown, Opening opening, Optional<Identity> identity)
      throws IOException {
    LocalJail.Channel channel = opening.directory.channel();
    try {
      Recipe.Inmate inmate = inmate(spec, shown, Map.of(), identity);
      LocalJail jail = started(inmate, begin(inmate), channel, opening.directory);
      opening.succeeded();
      return jail;
    } catch (IOException | RuntimeException failure) {
      channel.close();
      throw failure;
    }
  }

  /** What is to be closed again: the ends given away, and all of it if the jail does not open. */
  private final class Opening implements AutoCloseable {
    private final JailDirectory directory;
    private final List<Pipe> made = new ArrayList<>();
    private boolean succeeded;

    Opening(JailDirectory directory) {
      this.directory = directory;
    }

    Pipe pipe() throws IOException {
      Pipe pipe = pipes.open();
      made.add(pipe);
      return pipe;
    }

    void succeeded() {
      made.stream().limit(1).forEach(pipe -> pipe.reader().close());
      made.stream().skip(1).forEach(pipe -> pipe.writer().close());
      succeeded = true;
    }

    @Override
    public void close() throws IOException {
      if (!succeeded) {
        made.forEach(Pipe::close);
        directory.close();
      }
    }
  }

  private Recipe.Shown shown(JailSpec spec) {
    return places.shown("j" + NAMES.incrementAndGet(), spec.furnishing().brings());
  }

  private JailDirectory directory(Recipe.Shown shown, Optional<Identity> identity)
      throws IOException {
    return JailDirectory.create(shown.pipes(), shown.brought(), pipes, identity);
  }

  private LocalJail started(
      Recipe.Inmate inmate, Begun begun, LocalJail.Channel channel, JailDirectory directory) {
    LocalJail jail =
        new LocalJail(
            recipe, inmate, begun.first(), channel, directory, begun.consumption(), open::remove);
    open.add(jail);
    return jail;
  }

  private Begun begin(Recipe.Inmate inmate) throws IOException {
    Optional<ControlGroup> group =
        recipe.isLimitedElsewhere() ? Optional.empty() : groups.open(inmate.spec());
    if (group.isEmpty()) {
      ChildProcess first = recipe.start(inmate, ThreadPlace.SAME);
      return new Begun(first, recipe.consumption(first, inmate));
    }
    try {
      ChildProcess first = recipe.start(inmate, group.get());
      return new Begun(first, new GroupConsumption(group.get(), true));
    } catch (IOException | RuntimeException failure) {
      group.get().close();
      throw failure;
    }
  }

  private Recipe.Inmate inmate(
      JailSpec spec,
      Recipe.Shown shown,
      Map<Integer, Descriptor> descriptors,
      Optional<Identity> identity)
      throws IOException {
    String script =
        (recipe.isReachedByName() ? ShellText.ENTRANCE : "")
            + ShellText.supervisor(recipe.sweep(), recipe.serviceWatch());
    JailPaths paths = recipe.paths(spec, shown);
    String most = Integer.toString(recipe.userProcesses(spec));
    List<String> arguments = List.of("-c", script, "sh", paths.pipes(), most);
    return new Recipe.Inmate(
        spec, shown, arguments, environment(paths), descriptors, Optional.empty(), identity);
  }

  /** Programs look for a place of their own at {@code HOME} and {@code TMPDIR}. */
  private static Map<String, String> environment(JailPaths paths) {
    return Map.of(
        "PATH",
        "/usr/local/bin:/usr/bin:/bin",
        "HOME",
        paths.scratch(),
        "TMPDIR",
        paths.scratch(),
        "LANG",
        "C.UTF-8");
  }

  /** Ends every jail that is still open. */
  @Override
  public void close() {
    List.copyOf(open).forEach(LocalJail::close);
    List.copyOf(terminals).forEach(TerminalJail::close);
  }
}
