package dev.codebeaker.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * A {@link ProgramStart} as posix_spawn wants it. It is made before a thread confines itself or
 * takes another identity, so that nothing but the call itself is left to do then. The child never
 * runs Java: between its birth and its program it does what is listed here.
 */
final class SpawnRequest implements AutoCloseable {
  // More than any C library of 64-bit Linux needs for them.
  private static final long ATTRIBUTES_BYTES = 512;
  private static final long ACTIONS_BYTES = 128;
  private static final long SIGNAL_SET_BYTES = 128;

  private static final int SET_DEFAULT_SIGNALS = 0x04;
  private static final int SET_SIGNAL_MASK = 0x08;
  private static final int SET_SESSION = 0x80;
  private static final int READ_WRITE = 2;
  private static final int STANDARD = 3;
  private static final int CLOSE_ON_EXEC = 0x80000;

  private final CallFrame frame = new CallFrame();
  private final MemorySegment pid = frame.bytes(Integer.BYTES);
  private final MemorySegment attributes = frame.bytes(ATTRIBUTES_BYTES);
  private final MemorySegment actions = frame.bytes(ACTIONS_BYTES);
  private final MemorySegment path;
  private final MemorySegment arguments;
  private final MemorySegment environment;
  private final String program;

  /** Opened here, because the child may not be allowed to. */
  private final int nothing;

  SpawnRequest(ProgramStart start) throws LinuxFailure {
    program = start.command().getFirst();
    path = frame.text(program);
    arguments = frame.texts(start.command());
    environment =
        frame.texts(
            start.environment().entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue())
                .toList());
    nothing = FileCalls.open(frame.errno(), frame.text("/dev/null"), READ_WRITE | CLOSE_ON_EXEC, 0);
    try {
      frame.checked(nothing, "open /dev/null");
      prepareAttributes(start.newSession());
      prepareActions(start);
    } catch (LinuxFailure failure) {
      close();
      throw failure;
    }
  }

  /**
   * Returns when the program runs, or could not be executed.
   *
   * @return the child's pid
   */
  int spawn() throws LinuxFailure {
    int error =
        ExecutableFile.starting(
            () ->
                SpawnCalls.spawn(
                    frame.errno(), pid, path, actions, attributes, arguments, environment));
    CallFrame.done(error, "start " + program);
    return pid.get(JAVA_INT, 0);
  }

  private void prepareAttributes(boolean newSession) throws LinuxFailure {
    MemorySegment errno = frame.errno();
    CallFrame.done(SpawnCalls.attributes(errno, attributes), "posix_spawnattr_init");
    int flags = SET_SIGNAL_MASK | SET_DEFAULT_SIGNALS | (newSession ? SET_SESSION : 0);
    SpawnCalls.setFlags(errno, attributes, flags);
    SpawnCalls.setSignalMask(errno, attributes, frame.bytes(SIGNAL_SET_BYTES));
    MemorySegment every = frame.bytes(SIGNAL_SET_BYTES).fill((byte) 0xff);
    SpawnCalls.setDefaultSignals(errno, attributes, every);
  }

  private void prepareActions(ProgramStart start) throws LinuxFailure {
    CallFrame.done(SpawnCalls.actions(frame.errno(), actions), "posix_spawn_file_actions_init");
    action(
        SpawnCalls.addDirectory(frame.errno(), actions, frame.text(start.directory().toString())));
    TreeMap<Integer, Integer> sources = new TreeMap<>();
    start.descriptors().forEach((target, source) -> sources.put(target, source.number()));
    if (start.terminal().isEmpty()) {
      for (int number = 0; number < STANDARD; number++) {
        sources.putIfAbsent(number, nothing);
      }
    }
    placeDescriptors(sources);
    if (start.terminal().isPresent()) {
      open(0, start.terminal().get());
      dup(0, 1);
      dup(0, 2);
    }
    closeOthers(sources);
  }

  /** By way of numbers above all of them, because one's source may be another's target. */
  private void placeDescriptors(TreeMap<Integer, Integer> sources) throws LinuxFailure {
    int highest = sources.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    int above = Math.max(highest, sources.isEmpty() ? 0 : sources.lastKey()) + 1;
    for (Map.Entry<Integer, Integer> entry : sources.entrySet()) {
      dup(entry.getValue(), above + entry.getKey());
    }
    for (int target : sources.keySet()) {
      dup(above + target, target);
    }
  }

  private void closeOthers(TreeMap<Integer, Integer> sources) throws LinuxFailure {
    int last = sources.isEmpty() ? STANDARD - 1 : Math.max(sources.lastKey(), STANDARD - 1);
    for (int number = STANDARD; number < last; number++) {
      if (!sources.containsKey(number)) {
        action(SpawnCalls.addClose(frame.errno(), actions, number));
      }
    }
    action(SpawnCalls.addCloseFrom(frame.errno(), actions, last + 1));
  }

  private void open(int number, Path file) throws LinuxFailure {
    MemorySegment name = frame.text(file.toString());
    action(SpawnCalls.addOpen(frame.errno(), actions, number, name, READ_WRITE, 0));
  }

  private void dup(int from, int to) throws LinuxFailure {
    action(SpawnCalls.addDup(frame.errno(), actions, from, to));
  }

  private static void action(int error) throws LinuxFailure {
    CallFrame.done(error, "posix_spawn_file_actions");
  }

  @Override
  public void close() {
    FileCalls.close(frame.errno(), nothing);
    SpawnCalls.destroyActions(frame.errno(), actions);
    SpawnCalls.destroyAttributes(frame.errno(), attributes);
    frame.close();
  }
}
