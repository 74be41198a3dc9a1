package dev.codebeaker.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * A terminal without a screen. The service has its master side; a program started with {@link
 * ProgramStart#terminal} has the slave. The master's end comes when the last program has closed the
 * slave.
 */
public final class PseudoTerminal implements AutoCloseable {
  private static final int READ_WRITE = 0x2;
  private static final int NO_CONTROLLING_TERMINAL = 0x100;
  private static final int NON_BLOCKING = 0x800;
  private static final int CLOSE_ON_EXEC = 0x80000;
  private static final long SET_WINDOW_SIZE = 0x5414;
  private static final int MOST_CELLS = 0xffff;
  private static final long GET_NUMBER = 0x80045430L;
  private static final Path NAMES = Path.of("/dev/pts");
  private static final int WINDOW_SIZE_BYTES = 8;

  private static final int OPEN =
      READ_WRITE | NO_CONTROLLING_TERMINAL | NON_BLOCKING | CLOSE_ON_EXEC;

  private final Descriptor master;
  private final Path names;
  private final String slave;

  private PseudoTerminal(Descriptor master, Path names, String slave) {
    this.master = master;
    this.names = names;
    this.slave = slave;
  }

  public static PseudoTerminal open(Poller poller, int columns, int rows) throws IOException {
    try (CallFrame frame = new CallFrame()) {
      int number = frame.checked(TerminalCalls.open(frame.errno(), OPEN), "posix_openpt");
      Descriptor master = new Descriptor(poller, number, Descriptor.Kind.TERMINAL);
      return opened(frame, master, NAMES, columns, rows);
    }
  }

  /**
   * One that has a name where a process sees its files, and none here. Nothing that means ill may
   * run there yet.
   *
   * @param root of that process's files
   */
  public static PseudoTerminal openBelow(Path root, Poller poller, int columns, int rows)
      throws IOException {
    Path names = root.resolve(NAMES.subpath(0, NAMES.getNameCount()));
    String multiplexer = names.resolve("ptmx").toString();
    try (CallFrame frame = new CallFrame()) {
      int number =
          frame.checked(
              FileCalls.open(frame.errno(), frame.text(multiplexer), OPEN, 0),
              "open " + multiplexer);
      Descriptor master = new Descriptor(poller, number, Descriptor.Kind.TERMINAL);
      return opened(frame, master, names, columns, rows);
    }
  }

  private static PseudoTerminal opened(
      CallFrame frame, Descriptor master, Path names, int columns, int rows) throws IOException {
    try {
      frame.checked(TerminalCalls.unlock(frame.errno(), master.number()), "unlockpt");
      MemorySegment number = frame.bytes(Integer.BYTES);
      frame.checked(
          TerminalCalls.ioctl(frame.errno(), master.number(), GET_NUMBER, number),
          "the number of a terminal");
      PseudoTerminal terminal =
          new PseudoTerminal(master, names, Integer.toString(number.get(JAVA_INT, 0)));
      terminal.resize(columns, rows);
      return terminal;
    } catch (IOException | RuntimeException failure) {
      master.close();
      throw failure;
    }
  }

  /** What programs write is read here, and what is written here they read. */
  public Descriptor master() {
    return master;
  }

  /** Its name where its programs are. */
  public Path slave() {
    return NAMES.resolve(slave);
  }

  /** Gives the slave to a user, who could not open it otherwise. */
  public void give(Identity owner) throws IOException {
    Ownership.give(names.resolve(slave), owner);
  }

  /** Programs in the foreground are told by SIGWINCH if the size is another one. */
  public void resize(int columns, int rows) throws IOException {
    if (columns < 1 || columns > MOST_CELLS || rows < 1 || rows > MOST_CELLS) {
      throw new IllegalArgumentException(
          "columns and rows must be from 1 to 65535, not " + columns + " and " + rows);
    }
    try (CallFrame frame = new CallFrame()) {
      MemorySegment size = frame.bytes(WINDOW_SIZE_BYTES);
      size.setAtIndex(JAVA_SHORT, 0, (short) rows);
      size.setAtIndex(JAVA_SHORT, 1, (short) columns);
      frame.checked(
          TerminalCalls.ioctl(frame.errno(), master.number(), SET_WINDOW_SIZE, size),
          "resize " + slave());
    }
  }

  /** Programs that still have it get SIGHUP. */
  @Override
  public void close() {
    master.close();
  }
}
