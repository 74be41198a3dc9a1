package dev.codebeaker.runtime.wasm.pack;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Every way an installation can fail, as a person reads it. */
final class PackFailures {
  private static final Pattern NETWORK =
      Pattern.compile(
          "name resolution|NewConnectionError|ConnectionError|ConnectTimeout|ReadTimeout|timed out"
              + "|Max retries|ProxyError|SSLError|Network is unreachable|dns error",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern NOT_FOUND =
      Pattern.compile("No matching distribution|Could not find a version");
  private static final Pattern DISK_FULL = Pattern.compile("No space left|Disk quota exceeded");
  private static final long MEGABYTE = 1_000_000;

  private PackFailures() {}

  static ServiceException unsupported(Platform platform, List<String> supported) {
    return failure("there is no engine pack for " + platform)
        .fix("use one of the known platforms, or do without: JavaScript and WASM run in pure Java")
        .known(supported);
  }

  static ServiceException noPip() {
    return failure("the engine pack is downloaded through pip, and there is no pip on the PATH")
        .fix(
            "install it (Debian, Ubuntu: sudo apt-get install python3-pip; Fedora: sudo dnf install"
                + " python3-pip; macOS: brew install python; or uv), then: codebeaker engines"
                + " install");
  }

  static ServiceException noSpace(Path directory, long needed, long free) {
    return failure(
            "the disk of "
                + directory
                + " has "
                + free / MEGABYTE
                + " MB left and "
                + (needed + MEGABYTE - 1) / MEGABYTE
                + " MB are needed to install the engine pack")
        .fix("make room, or set CODEBEAKER_WASM_CACHE_DIRECTORY to a directory on another disk");
  }

  static ServiceException pip(ToolRun.Result result, Path directory) {
    String said = result.output();
    if (DISK_FULL.matcher(said).find()) {
      return diskFull(directory);
    }
    if (result.exitCode() < 0) {
      return failure("pip did not finish the download in time").fix("try again");
    }
    if (NETWORK.matcher(said).find()) {
      return failure("pip could not reach its package index: " + error(said))
          .fix("check the network and pip's own settings (pip config list), then try again");
    }
    if (NOT_FOUND.matcher(said).find()) {
      return failure("pip's package index does not have the engine pack: " + error(said))
          .fix("check which index pip uses: pip config list");
    }
    return failure("pip failed with exit code " + result.exitCode() + ": " + error(said))
        .fix("mend what it says, then try again");
  }

  static ServiceException wrongSum(String file) {
    return failure(
            file + " is not the file this build of the service knows: its size or SHA-256 differs")
        .fix("nothing was installed; check which package index pip uses: pip config list");
  }

  static ServiceException missingWheel(String file) {
    return failure("pip downloaded no " + file).fix("nothing was installed; try again");
  }

  static ServiceException io(IOException cause, Path directory) {
    String said = String.valueOf(cause.getMessage());
    return DISK_FULL.matcher(said).find()
        ? diskFull(directory)
        : ServiceException.because(
            ErrorCode.RUNTIME_UNAVAILABLE, "the engine pack can not be installed: " + cause, cause);
  }

  private static ServiceException diskFull(Path directory) {
    return failure("the disk of " + directory + " is full; nothing was installed")
        .fix("make room, or set CODEBEAKER_WASM_CACHE_DIRECTORY to a directory on another disk");
  }

  private static ServiceException failure(String message) {
    return ServiceException.of(ErrorCode.RUNTIME_UNAVAILABLE, message);
  }

  /** The line of a program's output that says most. */
  private static String error(String output) {
    List<String> lines = output.strip().lines().map(String::strip).toList();
    return lines.reversed().stream()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("error"))
        .findFirst()
        .orElse(lines.isEmpty() ? "it said nothing" : lines.getLast());
  }
}
