package dev.codebeaker.runtime.wasm.pack;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the service keeps native code: the engine pack and what it compiles. Whoever can write
 * there runs code as the service, so it belongs to the service's user alone; any other is refused.
 */
public final class CacheDirectory {
  private static final String NAME = "codebeaker";
  private static final String FIX =
      "set CODEBEAKER_WASM_CACHE_DIRECTORY to a directory of your own, or chmod 700 this one";
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

  private final Path path;

  public CacheDirectory(Path path) {
    this.path = path.toAbsolutePath().normalize();
  }

  /** The configured one, or {@code codebeaker} in the user's own cache directory. */
  public static CacheDirectory of(Optional<Path> configured, Map<String, String> environment) {
    return new CacheDirectory(configured.orElseGet(() -> userCache(environment).resolve(NAME)));
  }

  private static Path userCache(Map<String, String> environment) {
    // The XDG specification tells to ignore a relative one.
    return Optional.ofNullable(environment.get("XDG_CACHE_HOME"))
        .map(Path::of)
        .filter(Path::isAbsolute)
        .orElseGet(() -> Path.of(System.getProperty("user.home", "."), ".cache"));
  }

  public Path path() {
    return path;
  }

  /** A directory in it that only this user can enter; made if it is not there. */
  public Path directory(String name) {
    prepare();
    return privateDirectory(path.resolve(name));
  }

  /** Makes it if it is not there, and refuses one that others can write to. */
  public void prepare() {
    privateDirectory(path);
    problem()
        .ifPresent(
            problem -> {
              throw refused(problem);
            });
  }

  /** Why it can not be trusted; empty if it can, or is not there yet. */
  public Optional<String> problem() {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      return Ownership.ofThisProcess().problem(path);
    } catch (IOException e) {
      return Optional.of("can not be read: " + e.getMessage());
    }
  }

  private static Path privateDirectory(Path directory) {
    try {
      if (!Files.isDirectory(directory)) {
        Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(PRIVATE));
      }
      return directory;
    } catch (IOException e) {
      throw ServiceException.because(
              ErrorCode.RUNTIME_UNAVAILABLE,
              "the cache directory " + directory + " can not be made: " + e,
              e)
          .fix(FIX);
    }
  }

  private ServiceException refused(String problem) {
    return ServiceException.of(
            ErrorCode.RUNTIME_UNAVAILABLE, "the cache directory " + path + " " + problem)
        .fix(FIX);
  }
}
