package dev.codebeaker.runtime.process.container;

import dev.codebeaker.execution.TerminalSize;
import dev.codebeaker.linux.Identity;
import dev.codebeaker.linux.Pipes;
import dev.codebeaker.runtime.process.jail.Jail;
import dev.codebeaker.runtime.process.jail.JailPaths;
import dev.codebeaker.runtime.process.jail.JailSpec;
import dev.codebeaker.runtime.process.jail.Jails;
import dev.codebeaker.runtime.process.jail.ProgramSpec;
import dev.codebeaker.runtime.process.jail.TerminalJail;
import dev.codebeaker.runtime.process.jail.Tier;
import dev.codebeaker.workspace.TreeCopy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Jails that are containers of an engine which does not see this machine's files, or whose
 * processes this machine does not see.
 */
final class RemoteJails implements Jails {
  private static final Logger LOG = Logger.getLogger(RemoteJails.class);

  /** Several of them may use one engine. */
  private static final AtomicLong NAMES = new AtomicLong();

  /** Whom programs run as where the service has no users to give; it is nobody there. */
  private static final int GUEST = 65532;

  /** Nobody's program runs as that one. */
  private static final String KEEPER = "65533:65533";

  /** Beside the program's: the service's own shells, and what carries files and streams. */
  private static final int SPARE_PROCESSES = 16;

  private static final int SPARE_FILES = 16;
  private static final long SPARE_BYTES = 1L << 20;
  private static final long PAGE_BYTES = 4096;
  private static final long PLACE_BYTES = 256L << 20;
  private static final long SHOWN_BYTES = 1L << 30;

  private final Engine engine;
  private final EngineWatch watch;
  private final String ociRuntime;
  private final Labels labels;
  private final double cpus;
  private final Pipes pipes;
  private final Path agents;
  private final Set<RemoteJail> open = ConcurrentHashMap.newKeySet();

  /** The files of a session, and how many of its containers show them. */
  private record Shared(RemoteFiles files, int containers) {}

  // guarded by this
  private final Map<Path, Shared> workspaces = new HashMap<>();

  /**
   * @param agents what all of them find at {@link JailPaths#agents}
   */
  RemoteJails(
      Engine engine,
      EngineWatch watch,
      String ociRuntime,
      Labels labels,
      double cpus,
      Pipes pipes,
      Path agents) {
    this.engine = engine;
    this.watch = watch;
    this.ociRuntime = ociRuntime;
    this.labels = labels;
    this.cpus = cpus;
    this.pipes = pipes;
    this.agents = agents;
  }

  @Override
  public Tier tier() {
    return Tier.CONTAINER;
  }

  @Override
  public int count() {
    return open.size();
  }

  @Override
  public Map<String, String> details() {
    return Map.of("engine", "elsewhere: files are copied before and after each run");
  }

  @Override
  public Jail open(JailSpec spec, Optional<Identity> identity) throws IOException {
    return opened(spec, guest(identity));
  }

  private static Identity guest(Optional<Identity> identity) {
    return identity.orElseGet(() -> new Identity(GUEST, GUEST));
  }

  @Override
  public TerminalJail openTerminal(
      JailSpec spec, ProgramSpec program, TerminalSize size, Optional<Identity> identity)
      throws IOException {
    RemoteJail jail = opened(spec, guest(identity));
    try {
      return RemoteTerminal.start(jail, program, size);
    } catch (IOException | RuntimeException failure) {
      jail.close();
      throw failure;
    }
  }

  private RemoteJail opened(JailSpec spec, Identity guest) throws IOException {
    String name = labels.prefix() + tier().label() + "-r" + NAMES.incrementAndGet();
    RemoteFiles files = share(spec, guest);
    RemoteFigures figures = null;
    try {
      engine.remote().makeVolume(files.volume(), volumeOptions(spec, guest), labels.all());
      RemoteEngine.Opened opened = engine.remote().open(spec(name, spec, files, guest));
      figures = new RemoteFigures(opened.first());
      RemoteContainer container =
          new RemoteContainer(engine.remote(), opened.id(), guest.user() + ":" + guest.group());
      figures.refresh();
      furnish(container, files, spec);
      RemoteJail jail =
          new RemoteJail(container, figures, files, spec, pipes, it -> removed(it, name, spec));
      open.add(jail);
      return jail;
    } catch (IOException | RuntimeException failure) {
      if (figures != null) {
        figures.close();
      }
      remove(name);
      giveBack(spec.workspace(), files);
      throw failure;
    }
  }

  private void furnish(RemoteContainer container, RemoteFiles files, JailSpec spec)
      throws IOException {
    StringBuilder said = new StringBuilder();
    int code =
        container.errand(
            RemoteText.command(RemoteText.FURNISH, List.of()),
            out -> TreeCopy.pack(agents, "", out),
            in -> said.append(new String(in.readNBytes(6), StandardCharsets.US_ASCII)));
    if (code != 0) {
      throw new IOException("the container can not be furnished: it needs a shell and tar");
    }
    if (said.toString().startsWith("new")) {
      files.isEmpty();
    }
    for (Path shown : spec.furnishing().tools()) {
      container.errand(
          RemoteText.command(RemoteText.UNPACK, List.of(shown.toString())),
          out -> TreeCopy.pack(shown, "", out));
    }
  }

  private ContainerSpec spec(String name, JailSpec spec, RemoteFiles files, Identity guest)
      throws IOException {
    String own = ",uid=%d,gid=%d,mode=0700".formatted(guest.user(), guest.group());
    String ours = "rw,exec,nosuid,nodev,size=%d" + own;
    Map<String, String> memory = new HashMap<>();
    memory.put(JailPaths.OWN_ROOT.scratch(), "rw,exec,nosuid,nodev," + room(spec) + own);
    memory.put(RemoteText.PLACE, ours.formatted(PLACE_BYTES));
    spec.furnishing()
        .tools()
        .forEach(path -> memory.put(path.toString(), ours.formatted(SHOWN_BYTES)));
    return new ContainerSpec(
        name,
        spec.furnishing()
            .image()
            .orElseThrow(() -> new IOException("there is no image for this toolchain")),
        ociRuntime,
        RemoteText.figures(),
        Map.of(
            "PATH",
            "/usr/local/bin:/usr/bin:/bin",
            "HOME",
            JailPaths.OWN_ROOT.scratch(),
            "TMPDIR",
            JailPaths.OWN_ROOT.scratch(),
            "LANG",
            "C.UTF-8"),
        KEEPER,
        List.of(),
        Optional.of(new ContainerSpec.Elsewhere(files.volume(), memory)),
        labels.all(),
        spec.memoryBytes(),
        cpus,
        spec.processes() + SPARE_PROCESSES);
  }

  private static String volumeOptions(JailSpec spec, Identity guest) {
    return "%s,uid=%d,gid=%d,mode=0700,nosuid,nodev"
        .formatted(room(spec), guest.user(), guest.group());
  }

  /** A little more than is allowed: that it was too much can be seen, and each file takes pages. */
  private static String room(JailSpec spec) {
    long files = spec.allowance().files() + SPARE_FILES;
    return "size=%d,nr_inodes=%d"
        .formatted(spec.allowance().fileBytes() + SPARE_BYTES + files * PAGE_BYTES, files);
  }

  private synchronized RemoteFiles share(JailSpec spec, Identity guest) {
    Shared known = workspaces.get(spec.workspace());
    Shared more =
        known == null
            ? new Shared(
                new RemoteFiles(
                    labels.prefix() + "files-" + NAMES.incrementAndGet(),
                    spec.workspace(),
                    spec.allowance()),
                1)
            : new Shared(known.files(), known.containers() + 1);
    workspaces.put(spec.workspace(), more);
    return more.files();
  }

  private void removed(RemoteJail jail, String name, JailSpec spec) {
    remove(name);
    giveBack(spec.workspace(), jail.files());
    open.remove(jail);
  }

  private void remove(String name) {
    try {
      engine.remove(name);
      engine.awaitRemoval(name);
    } catch (IOException failure) {
      LOG.warnf("A container is left until the engine removes it: %s", failure.getMessage());
      watch.removeLater(name);
    }
  }

  /** The volume goes with the last container that shows it. */
  private void giveBack(Path workspace, RemoteFiles files) {
    synchronized (this) {
      Shared shared = workspaces.get(workspace);
      if (shared != null && shared.containers() > 1) {
        workspaces.put(workspace, new Shared(shared.files(), shared.containers() - 1));
        return;
      }
      workspaces.remove(workspace);
    }
    try {
      engine.remote().removeVolume(files.volume());
    } catch (IOException failure) {
      LOG.warnf("A volume is left until the engine removes it: %s", failure.getMessage());
      watch.removeVolumeLater(files.volume());
    }
  }

  @Override
  public void close() {
    List.copyOf(open).forEach(RemoteJail::close);
  }
}
