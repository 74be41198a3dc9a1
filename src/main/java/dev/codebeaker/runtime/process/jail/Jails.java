package dev.codebeaker.runtime.process.jail;

import dev.codebeaker.execution.TerminalSize;
import dev.codebeaker.linux.Identity;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Opens jails, and ends those still open when it is closed. Thread safe. */
public interface Jails extends AutoCloseable {
  Tier tier();

  /** How many jails there are. */
  int count();

  /** What operators want to know of them beside the tier, name to value. */
  default Map<String, String> details() {
    return Map.of();
  }

  /**
   * Opens a jail; the caller closes it. Blocks while too many others are being opened.
   *
   * @param identity whose files the workspace's are, and whom its programs run as
   * @throws IOException if what confines refuses; nothing is left then
   */
  Jail open(JailSpec spec, Optional<Identity> identity) throws IOException, InterruptedException;

  /**
   * Opens a jail for one program with a terminal; the caller closes it.
   *
   * @param program where it starts is below the workspace: empty or from a slash on
   */
  TerminalJail openTerminal(
      JailSpec spec, ProgramSpec program, TerminalSize size, Optional<Identity> identity)
      throws IOException, InterruptedException;

  @Override
  void close();
}
