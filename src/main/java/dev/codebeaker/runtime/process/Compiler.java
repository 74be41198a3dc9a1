package dev.codebeaker.runtime.process;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.OutputChunk;
import dev.codebeaker.execution.OutputChunk.Stream;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.execution.Stdin;
import dev.codebeaker.runtime.process.compile.CompileCache;
import dev.codebeaker.runtime.process.compile.Compiled;
import dev.codebeaker.runtime.process.jail.Jail;
import dev.codebeaker.runtime.process.jail.JailHouse;
import dev.codebeaker.runtime.process.jail.JailPaths;
import dev.codebeaker.runtime.process.jail.Program;
import dev.codebeaker.runtime.process.jail.ProgramSpec;
import dev.codebeaker.runtime.process.tool.ToolchainTools;
import dev.codebeaker.workspace.FileEntry;
import dev.codebeaker.workspace.Workspace;
import dev.codebeaker.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  /**
   * @param defaults gives what the configuration of compiling does not
   */
  Compiler(
      JailHouse house,
      SeatMaker seats,
      ProcessConfig.Compile config,
      CompileCache cache,
      Watchdog watchdog,
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
  }

  /** What a program is made of: its own text, and the files of the workspace it may include. */
  private record Sources(String name, byte[] text, List<Map.Entry<WorkspacePath, byte[]>> others) {}

  Compiled compile(
      ToolchainTools toolchain, RunCode code, Workspace workspace, ProcessExecution execution)
      throws IOException, InterruptedException {
    Sources sources =
        new Sources(
            toolchain.fileName(code.language()),
            code.code().getBytes(StandardCharsets.UTF_8),
            files(workspace));
    String name = name(toolchain, code, sources);
    Optional<java.nio.file.Path> kept = cache.find(name);
    return kept.isPresent()
        ? new Compiled.Made(kept.get(), name)
        : make(toolchain, sources, name, execution);
  }

  private Compiled make(
      ToolchainTools toolchain, Sources sources, String name, ProcessExecution execution)
      throws IOException, InterruptedException {
    List<OutputChunk> said = new ArrayList<>();
    try (JailHouse.Place place = house.newPlace();
        Workspace workspace = place.files().open(limits)) {
      workspace.write(WorkspacePath.parse(sources.name()), sources.text());
      sources.others().forEach(file -> workspace.write(file.getKey(), file.getValue()));
      Outcome outcome;
      try (Jail jail = seats.openJail(place, config.processes(), config.memoryBytes())) {
        outcome = run(jail, toolchain, sources, workspace, said, execution);
      }
      java.nio.file.Path made = workspace.scratchPath().resolve(OUTPUT);
      boolean succeeded =
          outcome instanceof Outcome.Exited(int exit, var _, var _)
              && exit == 0
              && java.nio.file.Files.exists(made, java.nio.file.LinkOption.NOFOLLOW_LINKS);
      return succeeded
          ? new Compiled.Made(cache.put(name, made), name)
          : new Compiled.Failed(outcome, said);
    }
  }

  private Outcome run(
      Jail jail,
      ToolchainTools toolchain,
      Sources sources,
      Workspace workspace,
      List<OutputChunk> said,
      ProcessExecution execution)
      throws IOException, InterruptedException {
    JailPaths paths = jail.paths();
    List<String> line =
        toolchain.step(
            toolchain.toolchain().compile(), sources.name(), paths.scratch() + "/" + OUTPUT);
    ProgramSpec spec =
        new ProgramSpec(
            line,
            toolchain.toolchain().environment(),
            paths.workspace(),
            false,
            SeatMaker.kernel(jail, limits));
    Program program = jail.start(spec);
    ProgramRun run =
        new ProgramRun(
                jail,
                program,
                limits,
                chunk -> said.add(asError(chunk)),
                new ProcessSandbox.Around(workspace, watchdog))
            .withoutAgent()
            .begin(Stdin.EMPTY);
    execution.stopping().thenAccept(run::stop);
    return run.await();
  }

  /** What a compiler says is no output of the program. */
  private static OutputChunk asError(OutputChunk chunk) {
    return chunk instanceof OutputChunk.Bytes(Stream _, byte[] data)
        ? new OutputChunk.Bytes(Stream.STDERR, data)
        : chunk;
  }

  private static List<Map.Entry<WorkspacePath, byte[]>> files(Workspace workspace) {
    List<Map.Entry<WorkspacePath, byte[]>> files = new ArrayList<>();
    long bytes = 0;
    for (FileEntry entry : workspace.list(WorkspacePath.ROOT, true)) {
      if (entry.kind() == FileEntry.Kind.FILE && bytes + entry.bytes() <= MOST_SOURCE_BYTES) {
        bytes += entry.bytes();
        files.add(Map.entry(entry.path(), workspace.read(entry.path())));
      }
    }
    return files;
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
