package dev.codebeaker.runtime.process.jail;

import dev.codebeaker.linux.ChildProcess;
import dev.codebeaker.linux.Descriptor;
import dev.codebeaker.linux.Pipe;
import dev.codebeaker.linux.Pipes;
import dev.codebeaker.linux.ProgramStart;
import dev.codebeaker.linux.Spawner;
import dev.codebeaker.linux.ThreadPlace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Confines by bubblewrap: user, mount, process, network, IPC, host name and control group
 * namespaces, a root that can not be written, no capability, a system call filter.
 *
 * <p>Started by the superuser it would confine nothing, because its user namespace would map him;
 * so it is always started as somebody else. Its own environment is empty, because that is what the
 * jail's process 1 shows; its options go through a pipe, because its command line is shown too.
 */
final class Bubblewrap implements Recipe {
  private static final int OPTIONS_AT = 6;
  private static final int FILTER_AT = 7;
  private static final String SHARED_MEMORY_BYTES = "16777216";
  private static final String NOBODY = "65534";
  private static final int KILL = 9;
  private static final long GRACE_MILLIS = 500;

  private static final List<String> SYSTEM_DIRECTORIES =
      List.of("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32");

  private final Path program;
  private final boolean newProc;
  private final Spawner spawner;
  private final Pipes pipes;
  private final SystemFiles system;
  private final byte[] filter;

  /**
   * @param newProc whether a {@code /proc} of its own can be mounted
   * @param system what it sees below {@code /etc}
   */
  Bubblewrap(
      Path program,
      boolean newProc,
      Spawner spawner,
      Pipes pipes,
      SystemFiles system,
      byte[] filter) {
    this.program = program;
    this.newProc = newProc;
    this.spawner = spawner;
    this.pipes = pipes;
    this.system = system;
    this.filter = filter.clone();
  }

  @Override
  public Tier tier() {
    return newProc ? Tier.BUBBLEWRAP : Tier.BUBBLEWRAP_HOST_PROC;
  }

  @Override
  public JailPaths paths(JailSpec spec, Shown shown) {
    return JailPaths.OWN_ROOT;
  }

  @Override
  public String sweep() {
    return "kill -9 -1 2>/dev/null";
  }

  /** Counted in the jail's user namespace, where there are no others. */
  @Override
  public int userProcesses(JailSpec spec) {
    return spec.processes();
  }

  @Override
  public Belonging strays(ChildProcess first, Inmate inmate) {
    return pid -> false;
  }

  @Override
  public ServiceWatch serviceWatch() {
    return ServiceWatch.KERNEL;
  }

  /** Bubblewrap itself, process 1 of the jail, the supervisor. */
  @Override
  public int supervisorDepth() {
    return 2;
  }

  @Override
  public ChildProcess start(Inmate inmate, ThreadPlace place) throws IOException {
    try (Pipe options = filled(options(inmate));
        Pipe rules = filled(filter)) {
      Map<Integer, Descriptor> descriptors = new HashMap<>(inmate.descriptors());
      descriptors.put(OPTIONS_AT, options.reader());
      descriptors.put(FILTER_AT, rules.reader());
      List<String> command = new ArrayList<>();
      inmate.terminal().ifPresent(_ -> command.addAll(ShellText.UNINTERRUPTED));
      command.addAll(List.of(program.toString(), "--args", Integer.toString(OPTIONS_AT), "--"));
      command.add(shell(inmate.shown()));
      command.addAll(inmate.arguments());
      ProgramStart start =
          new ProgramStart(command, Map.of(), Path.of("/"), descriptors, true, inmate.terminal());
      return spawner.start(start, place, inmate.identity());
    }
  }

  /** The service's own lies with the agents; the host's is where it is on the host. */
  private static String shell(Shown shown) {
    return shown.shell().startsWith(shown.agents())
        ? JailPaths.OWN_ROOT.agents() + "/" + shown.agents().relativize(shown.shell())
        : shown.shell().toString();
  }

  /** Small enough for the pipe to hold it before anybody reads. */
  private Pipe filled(byte[] content) throws IOException {
    Pipe pipe = pipes.open();
    try {
      pipe.writer().write(content);
      pipe.writer().close();
      return pipe;
    } catch (IOException failure) {
      pipe.close();
      throw failure;
    }
  }

  @Override
  public void kill(ChildProcess first, Inmate inmate, Consumption consumption) throws IOException {
    // When process 1 of the jail has ended, everything in it has, and then bubblewrap ends too.
    List<Long> init = Members.childrenOf(first.pid());
    if (init.isEmpty()) {
      first.signal(KILL);
      return;
    }
    init.forEach(pid -> Members.handle(pid).ifPresent(ProcessHandle::destroyForcibly));
    try {
      first.exit().get(GRACE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException stillSettingUp) {
      first.signal(KILL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      first.signal(KILL);
    }
  }

  private byte[] options(Inmate inmate) {
    Options options = new Options();
    options.add("--unshare-all", "--unshare-user", "--die-with-parent", "--hostname", "sandbox");
    if (newProc) {
      options.add("--disable-userns", "--proc", "/proc");
    } else {
      options.add("--ro-bind", "/proc", "/proc");
    }
    if (inmate.terminal().isEmpty()) {
      options.add("--new-session");
    }
    system(options);
    inmate.spec().furnishing().tools().forEach(path -> options.add("--ro-bind", path, path));
    options.add("--dev", "/dev", "--size", SHARED_MEMORY_BYTES, "--perms", "1777");
    options.add("--tmpfs", "/dev/shm", "--remount-ro", "/dev");
    options.add("--bind", inmate.spec().scratch(), JailPaths.OWN_ROOT.scratch());
    options.add(
        "--bind",
        inmate.spec().workspace(),
        JailPaths.OWN_ROOT.workspace(),
        "--chdir",
        JailPaths.OWN_ROOT.workspace());
    options.add("--ro-bind", inmate.shown().pipes(), JailPaths.OWN_ROOT.pipes());
    options.add("--ro-bind", inmate.shown().agents(), JailPaths.OWN_ROOT.agents());
    inmate
        .shown()
        .brought()
        .ifPresent(path -> options.add("--ro-bind", path, JailPaths.OWN_ROOT.brought()));
    options.add("--remount-ro", "/", "--clearenv");
    inmate.environment().forEach((name, value) -> options.add("--setenv", name, value));
    options.add("--cap-drop", "ALL", "--uid", NOBODY, "--gid", NOBODY);
    options.add("--seccomp", FILTER_AT);
    return options.bytes();
  }

  private void system(Options options) {
    options.add("--ro-bind", "/usr", "/usr");
    for (String directory : SYSTEM_DIRECTORIES) {
      linkTarget(Path.of(directory))
          .ifPresentOrElse(
              target -> options.add("--symlink", target, directory),
              () -> options.add("--ro-bind-try", directory, directory));
    }
    options.add("--ro-bind", system.directory(), "/etc");
  }

  private static Optional<Path> linkTarget(Path path) {
    try {
      return Files.isSymbolicLink(path)
          ? Optional.of(Files.readSymbolicLink(path))
          : Optional.empty();
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  /** Options as {@code --args} reads them, each ended by a NUL. */
  private static final class Options {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    void add(Object... words) {
      for (Object word : words) {
        bytes.writeBytes(word.toString().getBytes(StandardCharsets.UTF_8));
        bytes.write(0);
      }
    }

    byte[] bytes() {
      return bytes.toByteArray();
    }
  }
}
