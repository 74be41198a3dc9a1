package dev.codebeaker.runtime.wasm.worker.protocol;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.runtime.Toolchain;
import dev.codebeaker.runtime.wasm.pack.EnginePack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the service tells a worker. {@link Run} goes over a lane, a connection whose thread in the
 * worker runs the guest; the rest goes over the one control connection.
 */
public sealed interface ToWorker {
  /**
   * What the engine is made from: sent once, when the service has prepared all that is in it.
   *
   * @param cache compiled modules and bases, to be read only
   * @param jailRequired whether a worker whose jail can not be shut is of no use
   */
  record Setup(
      EnginePack pack,
      Path cache,
      List<Toolchain> toolchains,
      Map<String, Template> templates,
      Duration stopGrace,
      Duration stopNotice,
      boolean jailRequired,
      int maxModuleBytes,
      int maxReadBytes,
      int maxListed)
      implements ToWorker {}

  /** A prepared base. */
  record Template(
      String language, String warmUp, boolean isDefault, Optional<List<String>> whenImported) {}

  /**
   * Runs one execution of a guest.
   *
   * @param guest its number
   * @param run counts the guest's runs
   * @param opening how the guest is opened, at its first run
   * @param stopped why it is to stop, where that was asked before it began
   */
  record Run(
      long guest,
      int run,
      Optional<Opening> opening,
      RunCode command,
      Limits limits,
      Optional<String> stopped)
      implements ToWorker {}

  /**
   * @param directory of the session: its files are below it
   */
  record Opening(
      String toolchain,
      Language language,
      Optional<String> template,
      Path directory,
      boolean stateful,
      Limits limits) {}

  /** Asks a run to end, if it is under way. */
  record Stop(long guest, int run, String reason) implements ToWorker {}

  /** More input for a run; answered. */
  record Input(long request, long guest, int run, byte[] data) implements ToWorker {}

  record EndInput(long guest, int run) implements ToWorker {}

  /** Ends what the guest runs, and all of the guest; answered when nothing of it is left. */
  record Close(long request, long guest) implements ToWorker {}
}
