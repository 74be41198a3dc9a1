package dev.codebeaker.runtime.wasm.worker.inside;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.Settling;
import dev.codebeaker.runtime.Toolchain;
import dev.codebeaker.runtime.wasm.WasmEngine.GuestSpec;
import dev.codebeaker.runtime.wasm.WasmGuest;
import dev.codebeaker.runtime.wasm.wasmtime.WasmtimeEngine;
import dev.codebeaker.runtime.wasm.worker.protocol.FromWorker;
import dev.codebeaker.runtime.wasm.worker.protocol.ToWorker.Opening;
import dev.codebeaker.runtime.wasm.worker.protocol.ToWorker.Run;
import dev.codebeaker.runtime.wasm.worker.protocol.ToWorker.Setup;
import dev.codebeaker.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The engine of a worker and its guests, by number. Thread safe. */
final class Hosting {
  private static final long A_MOMENT = 2_000_000;
  private static final int REMEMBERED = 4096;

  private final GivenConfig config;
  private final Map<String, Toolchain> toolchains;
  private final WasmtimeEngine engine;
  private final Settling.Observer settlings;
  private final Map<Long, HostedGuest> guests = new ConcurrentHashMap<>();

  /** The last guests that were closed. */
  private final Map<Long, Long> gone =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
          return size() > REMEMBERED;
        }
      };

  /**
   * @param own the worker's directory
   */
  Hosting(Setup setup, Path own, Settling.Observer settlings) {
    this.settlings = settlings;
    config = new GivenConfig(setup);
    toolchains =
        setup.toolchains().stream()
            .collect(Collectors.toMap(Toolchain::name, toolchain -> toolchain));
    engine =
        WasmtimeEngine.onFilledCache(setup.pack(), config, setup.cache(), setup.toolchains(), own);
  }

  /** Waits until nothing is being prepared any more: it all lies in the cache already. */
  void awaitPrepared() {
    while (engine.languages().stream()
        .anyMatch(language -> engine.availability(language) instanceof Availability.Preparing)) {
      LockSupport.parkNanos(A_MOMENT);
    }
  }

  /** On a lane's thread. */
  void run(Run run, LaneOutput output) throws IOException {
    HostedGuest guest = guest(run.guest());
    guest.run(run, this::open, output);
    boolean program = run.command().context().isEmpty();
    if (program) {
      close(run.guest());
      output.say(new FromWorker.Closed());
    }
  }

  private WasmGuest open(Opening opening) {
    Toolchain toolchain = toolchain(opening.toolchain());
    Workspace workspace =
        Workspace.elsewhere(
            opening.directory(),
            config,
            opening.limits().workspaceBytes(),
            opening.limits().files());
    return engine.open(
        new GuestSpec(
            toolchain,
            opening.language(),
            opening.template(),
            workspace,
            opening.stateful(),
            opening.limits()));
  }

  private Toolchain toolchain(String name) {
    @Nullable Toolchain found = toolchains.get(name);
    if (found == null) {
      throw ServiceException.of(ErrorCode.RUNTIME_FAILED, "the worker knows no toolchain " + name);
    }
    return found;
  }

  void ask(long guest, int run, Consumer<WasmGuest> asked) {
    if (!isGone(guest)) {
      guest(guest).ask(run, asked);
    }
  }

  void close(long number) {
    synchronized (gone) {
      gone.put(number, number);
    }
    HostedGuest guest = guests.remove(number);
    if (guest != null) {
      guest.close();
    }
  }

  private HostedGuest guest(long number) {
    return guests.computeIfAbsent(number, _ -> new HostedGuest(settlings));
  }

  /** Whether what is asked of the guest comes too late. */
  private boolean isGone(long number) {
    synchronized (gone) {
      return gone.containsKey(number);
    }
  }
}
