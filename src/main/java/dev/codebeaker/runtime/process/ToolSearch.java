package dev.codebeaker.runtime.process;

import dev.codebeaker.linux.Descriptor;
import dev.codebeaker.runtime.Toolchain;
import dev.codebeaker.runtime.process.jail.Jail;
import dev.codebeaker.runtime.process.jail.JailHouse;
import dev.codebeaker.runtime.process.jail.Program;
import dev.codebeaker.runtime.process.jail.ProgramSpec;
import dev.codebeaker.runtime.process.jail.ProgramSpec.KernelLimits;
import dev.codebeaker.runtime.process.tool.HostTools;
import dev.codebeaker.runtime.process.tool.Tool;
import dev.codebeaker.runtime.process.tool.ToolchainTools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

/**
 * Finds the programs that toolchains need: those that are on this host and tell their version in a
 * jail, because a program that works outside may lack something inside.
 */
final class ToolSearch {
  private static final int PROCESSES = 64;
  private static final long MEMORY_BYTES = 1L << 30;
  private static final int MOST_VERSION_BYTES = 4096;

  private final JailHouse house;
  private final HostTools hostTools;
  private final ProcessConfig config;

  ToolSearch(JailHouse house, HostTools hostTools, ProcessConfig config) {
    this.house = house;
    this.hostTools = hostTools;
    this.config = config;
  }

  /** What is told of a toolchain that lacks something. */
  @FunctionalInterface
  interface Missing {
    void accept(Toolchain toolchain, String reason, String remedy);
  }

  void search(List<Toolchain> toolchains, BiConsumer<ToolchainTools, String> found, Missing missing)
      throws InterruptedException {
    List<Thread> searches =
        toolchains.stream()
            .map(
                toolchain ->
                    Thread.ofVirtual()
                        .name("tool-search-" + toolchain.name())
                        .start(() -> searchOne(toolchain, found, missing)))
            .toList();
    for (Thread search : searches) {
      search.join();
    }
  }

  private void searchOne(
      Toolchain toolchain, BiConsumer<ToolchainTools, String> found, Missing missing) {
    try {
      search(toolchain, found, missing);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException failure) {
      missing.accept(toolchain, "its tools could not be tried: " + failure.getMessage(), "");
    }
  }

  private void search(
      Toolchain toolchain, BiConsumer<ToolchainTools, String> found, Missing missing)
      throws InterruptedException {
    List<String> needed = ToolchainTools.needed(toolchain);
    if (needed.isEmpty()) {
      found.accept(new ToolchainTools(toolchain, Map.of()), toolchain.name());
      return;
    }
    Map<String, Tool> others = new HashMap<>();
    for (String name : needed.subList(1, needed.size())) {
      List<Tool> candidates = hostTools.candidates(name);
      if (candidates.isEmpty()) {
        missing.accept(toolchain, "there is no " + name + " on this host", remedy(toolchain, name));
        return;
      }
      others.put(name, candidates.getFirst());
    }
    search(toolchain, needed.getFirst(), others, found, missing);
  }

  private void search(
      Toolchain toolchain,
      String name,
      Map<String, Tool> others,
      BiConsumer<ToolchainTools, String> found,
      Missing missing)
      throws InterruptedException {
    List<String> failures = new ArrayList<>();
    for (Tool candidate : hostTools.candidates(name)) {
      Map<String, Tool> tools = new HashMap<>(others);
      tools.put(name, candidate);
      ToolchainTools complete = new ToolchainTools(toolchain, tools);
      try {
        found.accept(complete, version(complete));
        return;
      } catch (IOException failure) {
        failures.add(candidate.path() + ": " + failure.getMessage());
      }
    }
    missing.accept(
        toolchain,
        failures.isEmpty()
            ? "there is no " + name + " on this host"
            : name + " does not run in a jail: " + String.join("; ", failures),
        remedy(toolchain, name));
  }

  private static String remedy(Toolchain toolchain, String name) {
    return Optional.ofNullable(toolchain.options().get("install"))
        .orElse("install " + name + ", or say where it is: codebeaker.process.tools." + name);
  }

  private String version(ToolchainTools tools) throws IOException, InterruptedException {
    JailHouse.Place place = house.newPlace();
    try (Jail jail = place.open(hostTools.roots(tools.all()), PROCESSES, MEMORY_BYTES)) {
      ProgramSpec spec =
          new ProgramSpec(
              tools.version(),
              tools.toolchain().programEnvironment(),
              jail.paths().workspace(),
              false,
              new KernelLimits(20, 1 << 20, 256, 0));
      try (Program program = jail.start(spec)) {
        String said = read(program.stdout());
        OptionalInt code =
            program.ended().get(config.startTimeout().toMillis(), TimeUnit.MILLISECONDS);
        if (!code.equals(OptionalInt.of(0))) {
          throw new IOException(firstLine(read(program.stderr()) + jail.complaints()));
        }
        return firstLine(said.isBlank() ? read(program.stderr()) : said);
      }
    } catch (ExecutionException | TimeoutException failure) {
      throw new IOException("it did not tell its version in time", failure);
    } finally {
      place.files().close();
      place.close();
    }
  }

  private static String firstLine(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst().orElse("");
  }

  private static String read(Descriptor stream) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] buffer = new byte[MOST_VERSION_BYTES];
    for (int n = stream.read(buffer); n > 0; n = stream.read(buffer)) {
      if (bytes.size() < MOST_VERSION_BYTES) {
        bytes.write(buffer, 0, n);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
