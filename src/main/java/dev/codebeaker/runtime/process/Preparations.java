package dev.codebeaker.runtime.process;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.OutputChunk;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.runtime.process.jail.FileTree;
import dev.codebeaker.runtime.process.jail.Jail;
import dev.codebeaker.runtime.process.jail.JailHouse;
import dev.codebeaker.runtime.process.tool.ToolchainTools;
import dev.codebeaker.workspace.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What compilers need beside them and make themselves, such as a compiled standard library: made
 * once by each toolchain that has a step for it, from nothing of a client's, and kept where no
 * guest can write. Thread safe.
 */
final class Preparations {
  private static final String OUTPUT = "prepared";
  private static final int MOST_COMPLAINT = 500;

  private final JailHouse house;
  private final SeatMaker seats;
  private final ProcessConfig.Compile config;
  private final Watchdog watchdog;
  private final Path directory;
  private final Limits limits;
  private final Map<String, Path> made = new HashMap<>();

  /**
   * @param directory where they are kept
   * @param limits of compiling
   */
  Preparations(
      JailHouse house,
      SeatMaker seats,
      ProcessConfig.Compile config,
      Watchdog watchdog,
      Path directory,
      Limits limits) {
    this.house = house;
    this.seats = seats;
    this.config = config;
    this.watchdog = watchdog;
    this.directory = directory;
    long wall = config.prepareWall().toMillis();
    long cpu = wall * Runtime.getRuntime().availableProcessors();
    this.limits = limits.with(Map.of(Limit.WALL, wall, Limit.CPU, cpu));
  }

  /**
   * What the toolchain has prepared; empty if it has no such step. Blocks while it is made, also by
   * others.
   *
   * @throws IOException if it can not be made now
   */
  synchronized Optional<Path> of(ToolchainTools tools) throws IOException, InterruptedException {
    if (tools.toolchain().prepare().isEmpty()) {
      return Optional.empty();
    }
    String name = tools.toolchain().name();
    Path known = made.get(name);
    if (known == null) {
      known = make(tools, directory.resolve(name));
      made.put(name, known);
    }
    return Optional.of(known);
  }

  private Path make(ToolchainTools tools, Path kept) throws IOException, InterruptedException {
    StringBuilder said = new StringBuilder();
    try (JailHouse.Place place = house.newPlace();
        Workspace workspace = place.files().open(limits)) {
      Outcome outcome;
      try (Jail jail = seats.openJail(place, limits)) {
        Workbench bench = new Workbench(jail, workspace, limits, watchdog);
        ToolchainTools placed = tools.preparedAt(bench.paths().scratch() + "/" + OUTPUT);
        outcome =
            bench.run(
                placed,
                placed.resolved(placed.toolchain().prepare()),
                keeping(said),
                new CompletableFuture<>());
        jail.fetchScratch(OUTPUT);
      }
      Path filled = workspace.scratchPath().resolve(OUTPUT);
      if (!(outcome instanceof Outcome.Exited(int exit, var _, var _))
          || exit != 0
          || !Files.exists(filled)) {
        throw new IOException(
            tools.toolchain().name() + " could not be prepared: " + outcome + " " + said);
      }
      FileTree.remove(kept);
      FileTree.copy(filled, kept);
      return kept;
    }
  }

  private static OutputSink keeping(StringBuilder said) {
    return chunk -> {
      if (chunk instanceof OutputChunk.Bytes(var _, byte[] data)
          && said.length() < MOST_COMPLAINT) {
        said.append(new String(data, StandardCharsets.UTF_8));
      }
    };
  }
}
