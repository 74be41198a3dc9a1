package dev.codebeaker.cli;

import dev.codebeaker.runtime.wasm.pack.CacheDirectory;
import dev.codebeaker.runtime.wasm.pack.EnginePack;
import dev.codebeaker.runtime.wasm.pack.EnginePackStore;
import dev.codebeaker.runtime.wasm.pack.PackStatus;
import dev.codebeaker.runtime.wasm.pack.Pip;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks at what the service needs of this machine. */
final class Doctor {
  private static final int JAVA = 25;
  private static final long MEGABYTE = 1_000_000;
  private static final long ENOUGH_MEMORY = 1500 * MEGABYTE;
  private static final long ENOUGH_DISK = 1000 * MEGABYTE;
  private static final Path MEMINFO = Path.of("/proc/meminfo");
  private static final Path PAGEMAP = Path.of("/proc/self/pagemap");

  private final LocalSetup setup;

  Doctor(LocalSetup setup) {
    this.setup = setup;
  }

  List<Check> look() {
    List<Check> checks = new ArrayList<>();
    checks.add(java());
    checks.add(cache(setup.cache()));
    PackStatus status = setup.store().status();
    checks.add(pack(status));
    if (status instanceof PackStatus.Installed installed) {
      checks.add(wasmtime(installed.pack()));
    }
    checks.add(pip(status));
    checks.add(pagemap());
    checks.add(memory());
    return checks;
  }

  private static Check java() {
    int version = Runtime.version().feature();
    String place = System.getProperty("java.home", "a native image");
    String found = Runtime.version() + " in " + place;
    return version >= JAVA
        ? Check.ok("java", found)
        : Check.missing("java", found, "install a JDK " + JAVA);
  }

  private static Check cache(CacheDirectory cache) {
    Optional<String> problem = cache.problem();
    if (problem.isPresent()) {
      return Check.missing(
          "cache",
          cache.path() + " " + problem.get(),
          "chmod 700 it, or set CODEBEAKER_WASM_CACHE_DIRECTORY");
    }
    long free = free(cache.path());
    String found = cache.path() + ", " + free / MEGABYTE + " MB free";
    return free >= ENOUGH_DISK
        ? Check.ok("cache", found)
        : Check.less("cache", found, "make room: the engines take about 1 GB");
  }

  private static long free(Path directory) {
    Path there = directory;
    while (!Files.isDirectory(there) && there.getParent() != null) {
      there = there.getParent();
    }
    try {
      return Files.getFileStore(there).getUsableSpace();
    } catch (IOException e) {
      return 0;
    }
  }

  private static Check pack(PackStatus status) {
    String name = "engine pack";
    return switch (status) {
      case PackStatus.Installed installed -> Check.ok(name, installed.directory().toString());
      case PackStatus.Absent absent ->
          Check.missing(
              name,
              "not installed: no Python, and JavaScript and WASM in pure Java only",
              EnginePackStore.INSTALL
                  + " ("
                  + Math.round((double) absent.downloadBytes() / MEGABYTE)
                  + " MB to download)");
      case PackStatus.Damaged damaged ->
          Check.missing(name, String.join("; ", damaged.problems()), EnginePackStore.INSTALL);
      case PackStatus.Unsupported unsupported ->
          Check.less(
              name,
              "there is none for " + unsupported.platform(),
              "use one of " + String.join(", ", unsupported.supported()));
    };
  }

  /** Loading is all there is to see: calling it is the wasm runtime's business. */
  private static Check wasmtime(EnginePack pack) {
    try {
      System.load(pack.library().toAbsolutePath().toString());
      return Check.ok("wasmtime", "loads");
    } catch (UnsatisfiedLinkError e) {
      return Check.missing(
          "wasmtime", "does not load: " + e.getMessage(), "a glibc of 2.28 or newer is needed");
    }
  }

  private Check pip(PackStatus status) {
    Optional<Pip> pip = Pip.find(setup.searchPath());
    if (pip.isPresent()) {
      return Check.ok("pip", pip.get().version() + " as " + String.join(" ", pip.get().command()));
    }
    String remedy = "install Python's pip (apt-get install python3-pip), or uv";
    return status instanceof PackStatus.Installed
        ? Check.less("pip", "not on the PATH; the engine pack is there already", remedy)
        : Check.missing("pip", "not on the PATH: the engine pack comes through it", remedy);
  }

  private static Check pagemap() {
    try (InputStream in = Files.newInputStream(PAGEMAP)) {
      return in.readNBytes(Long.BYTES).length == Long.BYTES
          ? Check.ok("pagemap", PAGEMAP + " is readable")
          : noPagemap();
    } catch (IOException e) {
      return noPagemap();
    }
  }

  private static Check noPagemap() {
    return Check.less(
        "pagemap",
        PAGEMAP + " is not readable: changed memory is found by comparing it, which is slower",
        "run on Linux with /proc mounted");
  }

  private static Check memory() {
    long free = freeMemory();
    String found = free / MEGABYTE + " MB free";
    return free >= ENOUGH_MEMORY
        ? Check.ok("memory", found)
        : Check.less("memory", found, "Python's first compilation takes about 1.5 GB");
  }

  /** What programs can have: on Linux, file caches count as free. */
  private static long freeMemory() {
    try (Stream<String> lines = Files.lines(MEMINFO)) {
      return lines
          .filter(line -> line.startsWith("MemAvailable:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return ManagementFactory.getOperatingSystemMXBean()
              instanceof com.sun.management.OperatingSystemMXBean system
          ? system.getFreeMemorySize()
          : 0;
    }
  }
}
