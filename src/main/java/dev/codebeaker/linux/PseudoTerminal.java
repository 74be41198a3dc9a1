package dev.codebeaker.linux;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.nio.charset.StandardCharsets.UTF_8;

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
  private static final int NAME_BYTES = 64;
  private static final int WINDOW_SIZE_BYTES = 8;

  private final Descriptor master;
  private final Path slave;

  private PseudoTerminal(Descriptor master, Path slave) {
    this.master = master;
    this.slave = slave;
  }

  public static PseudoTerminal open(Poller poller, int columns, int rows) throws IOException {
    try (CallFrame frame = new CallFrame()) {
      int flags = READ_WRITE | NO_CONTROLLING_TERMINAL | NON_BLOCKING | CLOSE_ON_EXEC;
      int number = frame.checked(TerminalCalls.open(frame.errno(), flags), "posix_openpt");
      Descriptor master = new Descriptor(poller, number, Descriptor.Kind.TERMINAL);
      try {
        frame.checked(TerminalCalls.unlock(frame.errno(), number), "unlockpt");
        PseudoTerminal terminal = new PseudoTerminal(master, slaveOf(frame, number));
        terminal.resize(columns, rows);
        return terminal;
      } catch (IOException | RuntimeException failure) {
        master.close();
        throw failure;
      }
    }
  }

  private static Path slaveOf(CallFrame frame, int number) throws LinuxFailure {
    MemorySegment name = frame.bytes(NAME_BYTES);
    CallFrame.done(TerminalCalls.name(frame.errno(), number, name, NAME_BYTES), "ptsname_r");
    return Path.of(name.getString(0, UTF_8));
  }

  /** What programs write is read here, and what is written here they read. */
  public Descriptor master() {
    return master;
  }

  /** Its name in the service's own view of the file system. */
  public Path slave() {
    return slave;
  }

  /** Gives the slave to a user, who could not open it otherwise. */
  public void give(Identity owner) throws IOException {
    Ownership.give(slave, owner);
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
          "resize " + slave);
    }
  }

  /** Programs that still have it get SIGHUP. */
  @Override
  public void close() {
    master.close();
  }
}
