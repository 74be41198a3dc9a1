package dev.codebeaker.runtime.wasm.pack;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The engine pack on this machine: finds it, installs it, verifies it, removes it. Thread safe; two
 * processes that install at the same time do so one after the other.
 */
public final class EnginePackStore {
  /** What to run where the pack is missing or damaged. */
  public static final String INSTALL = "./codebeaker engines install";

  private static final String ENGINES = "engines";
  private static final String LOCK = ".lock";

  private final CacheDirectory cache;
  private final Optional<Path> provided;
  private final PackTable table;
  private final Platform platform;
  private final ReentrantLock changing = new ReentrantLock();

  /**
   * @param cache where it is installed to
   * @param provided a directory that holds it unpacked, which is then used and never changed
   */
  public EnginePackStore(
      CacheDirectory cache, Optional<Path> provided, PackTable table, Platform platform) {
    this.cache = cache;
    this.provided = provided;
    this.table = table;
    this.platform = platform;
  }

  /** Its files, if it is there and looks sound: every start asks, so no sums are taken. */
  public Optional<EnginePack> locate() {
    return status() instanceof PackStatus.Installed installed
        ? Optional.of(installed.pack())
        : Optional.empty();
  }

  /** As {@link #locate}, with the reason. */
  public PackStatus status() {
    return table.contents(platform).map(this::status).orElseGet(this::unsupported);
  }

  /** As {@link #status}, and reads every byte. */
  public PackStatus verify() {
    return switch (status()) {
      case PackStatus.Installed installed -> verified(installed);
      case PackStatus.Absent absent -> absent;
      case PackStatus.Damaged damaged -> damaged;
      case PackStatus.Unsupported unsupported -> unsupported;
    };
  }

  /**
   * Brings it, unless it is there already. Blocks for as long as the download takes.
   *
   * @param searchPath where to look for pip, as in {@code PATH}
   * @throws ServiceException {@code RUNTIME_UNAVAILABLE}; nothing is left behind then
   */
  public EnginePack install(String searchPath, PackProgress progress) {
    PackContents contents = contents();
    if (provided.isPresent()) {
      return locate().orElseThrow(this::providedIsDamaged);
    }
    return alone(engines -> installed(contents, engines, searchPath, progress));
  }

  /** Removes every version of it; a provided one stays. */
  public void remove() {
    alone(
        engines -> {
          FileTree.delete(engines);
          return engines;
        });
  }

  /** What it is made of here. */
  public PackContents contents() {
    return table
        .contents(platform)
        .orElseThrow(() -> PackFailures.unsupported(platform, table.platforms()));
  }

  private EnginePack installed(
      PackContents contents, Path engines, String searchPath, PackProgress progress) {
    Path place = engines.resolve(contents.version());
    if (!PackCheck.quick(contents, place).isEmpty()) {
      Pip pip = Pip.find(searchPath).orElseThrow(PackFailures::noPip);
      new PackInstallation(contents, engines, progress).run(pip);
    }
    return contents.in(place);
  }

  private PackStatus status(PackContents contents) {
    Path place =
        provided.orElseGet(() -> cache.path().resolve(ENGINES).resolve(contents.version()));
    Optional<String> unsafe = provided.isPresent() ? Optional.empty() : cache.problem();
    if (unsafe.isPresent()) {
      return new PackStatus.Damaged(
          place, List.of("the cache directory " + cache.path() + " " + unsafe.get()));
    }
    if (!Files.isDirectory(place)) {
      return new PackStatus.Absent(place, contents.downloadBytes(), contents.installedBytes());
    }
    List<String> problems = PackCheck.quick(contents, place);
    return problems.isEmpty()
        ? new PackStatus.Installed(contents.in(place), place, provided.isPresent())
        : new PackStatus.Damaged(place, problems);
  }

  private PackStatus unsupported() {
    return new PackStatus.Unsupported(platform, table.platforms());
  }

  private PackStatus verified(PackStatus.Installed installed) {
    List<String> problems = PackCheck.full(contents(), installed.directory());
    return problems.isEmpty() ? installed : new PackStatus.Damaged(installed.directory(), problems);
  }

  private ServiceException providedIsDamaged() {
    return ServiceException.of(
            ErrorCode.RUNTIME_UNAVAILABLE,
            "codebeaker.wasm.engine-pack names a directory that holds no sound engine pack: "
                + status())
        .fix("name a directory that `codebeaker engines install` has filled, or none");
  }

  /** Work on the directory of the engines that no other thread or process does meanwhile. */
  private interface Change<T> {
    T in(Path engines) throws IOException;
  }

  private <T> T alone(Change<T> change) {
    Path engines = cache.directory(ENGINES);
    changing.lock();
    try (FileChannel channel =
            FileChannel.open(
                cache.path().resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      return change.in(engines);
    } catch (IOException e) {
      throw PackFailures.io(e, engines);
    } finally {
      changing.unlock();
    }
  }
}
