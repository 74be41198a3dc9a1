package dev.codebeaker.runtime.process;

import dev.codebeaker.execution.Limits;
import dev.codebeaker.runtime.process.compile.CompileCache;
import dev.codebeaker.runtime.process.tool.ToolchainTools;
import dev.codebeaker.workspace.Workspaces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** The compilers of the runtimes that have any. Thread safe. */
final class Compilers {
  private static final Logger LOG = Logger.getLogger(Compilers.class);

  private final ProcessMachine machine;
  private final ProcessConfig.Compile config;
  private final Workspaces workspaces;
  private final Limits defaults;
  private final Map<Room, Compiler> compilers = new ConcurrentHashMap<>();

  /**
   * @param defaults the limits of a session that asks for none
   */
  Compilers(
      ProcessMachine machine,
      ProcessConfig.Compile config,
      Workspaces workspaces,
      Limits defaults) {
    this.machine = machine;
    this.config = config;
    this.workspaces = workspaces;
    this.defaults = defaults;
  }

  Compiler of(Room room) {
    return compilers.computeIfAbsent(room, this::compiler);
  }

  private Compiler compiler(Room room) {
    return new Compiler(
        machine.house(),
        machine.seats(room),
        config,
        new CompileCache(workspaces.directory("compiled-" + room.label()), config.cacheBytes()),
        machine.watchdog(),
        prepared(room),
        defaults);
  }

  /** Guests see what lies in it, at the paths they are shown. */
  private Path prepared(Room room) {
    Path directory = workspaces.directory("prepared-" + room.label());
    try {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException("the prepared files can not be shown to jails", e);
    }
  }

  /** Its toolchains are other ones now. */
  void forget(Room room) {
    compilers.remove(room);
  }

  /** Makes, in the background, what the first compilations would wait for. */
  void prepare(Collection<ToolchainTools> all) {
    for (ToolchainTools tools : List.copyOf(all)) {
      if (!tools.toolchain().prepare().isEmpty()) {
        Thread.ofVirtual().name("prepare-" + tools.toolchain().name()).start(() -> prepare(tools));
      }
    }
  }

  private void prepare(ToolchainTools tools) {
    try {
      of(Room.of(tools.toolchain())).prepare(tools);
    } catch (IOException | RuntimeException failure) {
      LOG.warnf("The first compilation will take longer: %s", failure.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What operators want to know. */
  Map<String, String> details(String runtime) {
    List<Compiler> its =
        compilers.entrySet().stream()
            .filter(entry -> entry.getKey().runtime().equals(runtime))
            .map(Map.Entry::getValue)
            .toList();
    return its.isEmpty()
        ? Map.of()
        : Map.of(
            "compilations",
            Long.toString(its.stream().mapToLong(Compiler::compilations).sum()),
            "compileCacheHits",
            Long.toString(its.stream().mapToLong(Compiler::hits).sum()));
  }
}
