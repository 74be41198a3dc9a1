package dev.codebeaker.runtime.process;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.OutputChunk;
import dev.codebeaker.execution.OutputChunk.Stream;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.runtime.process.compile.CompileCache;
import dev.codebeaker.runtime.process.compile.Compiled;
import dev.codebeaker.runtime.process.jail.Jail;
import dev.codebeaker.runtime.process.jail.JailHouse;
import dev.codebeaker.runtime.process.tool.ToolchainTools;
import dev.codebeaker.workspace.FileEntry;
import dev.codebeaker.workspace.Workspace;
import dev.codebeaker.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Compiles in a jail of its own, which holds copies of the sources and nothing a guest has run in;
 * so what is made depends on them alone, and can be kept for whoever sends the same.
 */
final class Compiler {
  private static final String OUTPUT = "program";
  private static final long MOST_SOURCE_BYTES = 16L << 20;

  private final JailHouse house;
  private final SeatMaker seats;
  private final ProcessConfig.Compile config;
  private final CompileCache cache;
  private final Watchdog watchdog;
  private final Limits limits;
  private final Preparations preparations;
  private final AtomicLong compilations = new AtomicLong();
  private final AtomicLong hits = new AtomicLong();

  /**
   * @param prepared where what toolchains prepare is kept
   * @param defaults gives what the configuration of compiling does not
   */
  Compiler(
      JailHouse house,
      SeatMaker seats,
      ProcessConfig.Compile config,
      CompileCache cache,
      Watchdog watchdog,
      Path prepared,
      Limits defaults) {
    this.house = house;
    this.seats = seats;
    this.config = config;
    this.cache = cache;
    this.watchdog = watchdog;
    this.limits =
        defaults.with(
            Map.of(
                Limit.WALL,
                config.wall().toMillis(),
                Limit.CPU,
                2 * config.wall().toMillis(),
                Limit.MEMORY,
                config.memoryBytes(),
                Limit.PROCESSES,
                (long) config.processes(),
                Limit.OPEN_FILES,
                Math.max(defaults.openFiles(), 1024L),
                Limit.WORKSPACE,
                Math.max(defaults.workspaceBytes(), 1L << 30),
                Limit.FILES,
                Math.max(defaults.files(), 20_000L)));
    this.preparations = new Preparations(house, seats, config, watchdog, prepared, limits);
  }

  /** How often a compiler was started. */
  long compilations() {
    return compilations.get();
  }

  /** How often none had to be. */
  long hits() {
    return hits.get();
  }

  /** Makes what the toolchain's compiler needs beside it; does nothing if that is there. */
  void prepare(ToolchainTools toolchain) throws IOException, InterruptedException {
    var unused = preparations.of(toolchain);
  }

  /** What a program is made of: its own text, and the files of the workspace it may include. */
  private record Sources(String name, byte[] text, List<Map.Entry<WorkspacePath, byte[]>> others) {}

  Compiled compile(
      ToolchainTools toolchain, RunCode code, Workspace workspace, ProcessExecution execution)
      throws IOException, InterruptedException {
    Sources sources = sources(toolchain.fileName(code.language()), code, workspace);
    String name = name(toolchain, code, sources);
    Optional<Path> kept = cache.find(name);
    if (kept.isPresent()) {
      hits.incrementAndGet();
      return new Compiled.Made(kept.get());
    }
    return make(toolchain, sources, name, execution);
  }

  private Compiled make(
      ToolchainTools toolchain, Sources sources, String name, ProcessExecution execution)
      throws IOException, InterruptedException {
    Optional<Path> prepared = preparations.of(toolchain);
    List<OutputChunk> said = new ArrayList<>();
    compilations.incrementAndGet();
    try (JailHouse.Place place = house.newPlace();
        Workspace workspace = place.files().open(limits)) {
      sources.others().forEach(file -> workspace.write(file.getKey(), file.getValue()));
      workspace.write(WorkspacePath.parse(sources.name()), sources.text());
      Outcome outcome;
      try (Jail jail = seats.openJail(place, limits, prepared)) {
        Workbench bench = new Workbench(jail, workspace, limits, watchdog);
        ToolchainTools placed = toolchain.preparedAt(prepared.map(Path::toString).orElse(""));
        String output = bench.paths().scratch() + "/" + OUTPUT;
        outcome =
            bench.run(
                placed,
                placed.step(placed.toolchain().compile(), sources.name(), output),
                chunk -> said.add(asError(chunk)),
                execution.stopping());
        jail.fetchScratch(OUTPUT);
      }
      Path made = workspace.scratchPath().resolve(OUTPUT);
      return succeeded(outcome) && Files.exists(made, LinkOption.NOFOLLOW_LINKS)
          ? new Compiled.Made(cache.put(name, made))
          : new Compiled.Failed(outcome, said);
    }
  }

  private static boolean succeeded(Outcome outcome) {
    return outcome instanceof Outcome.Exited(int exit, var _, var _) && exit == 0;
  }

  /** What a compiler says is no output of the program. */
  private static OutputChunk asError(OutputChunk chunk) {
    return chunk instanceof OutputChunk.Bytes(Stream _, byte[] data)
        ? new OutputChunk.Bytes(Stream.STDERR, data)
        : chunk;
  }

  /** A file of the workspace that has the program's own name is not part of it. */
  private static Sources sources(String name, RunCode code, Workspace workspace) {
    WorkspacePath own = WorkspacePath.parse(name);
    List<Map.Entry<WorkspacePath, byte[]>> files = new ArrayList<>();
    long bytes = 0;
    for (FileEntry entry : workspace.list(WorkspacePath.ROOT, true)) {
      if (entry.kind() == FileEntry.Kind.FILE
          && !entry.path().equals(own)
          && bytes + entry.bytes() <= MOST_SOURCE_BYTES) {
        bytes += entry.bytes();
        files.add(Map.entry(entry.path(), workspace.read(entry.path())));
      }
    }
    return new Sources(name, code.code().getBytes(StandardCharsets.UTF_8), files);
  }

  private static String name(ToolchainTools toolchain, RunCode code, Sources sources) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part :
          List.of(
              toolchain.toolchain().name(),
              code.language().id(),
              toolchain.toolchain().compile().toString(),
              toolchain.toolchain().environment().toString(),
              toolchain.all().toString(),
              sources.name())) {
        add(digest, part.getBytes(StandardCharsets.UTF_8));
      }
      add(digest, sources.text());
      for (Map.Entry<WorkspacePath, byte[]> file : sources.others()) {
        add(digest, file.getKey().toString().getBytes(StandardCharsets.UTF_8));
        add(digest, file.getValue());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void add(MessageDigest digest, byte[] part) {
    digest.update((part.length + ":").getBytes(StandardCharsets.US_ASCII));
    digest.update(part);
  }
}
