package dev.codebeaker.cli;

import dev.codebeaker.runtime.wasm.pack.PackStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "version", description = "Say which version this is, and on what it runs.")
final class VersionCommand implements Callable<Integer> {
  private final LocalSetup setup;
  private final Terminal terminal;

  VersionCommand(LocalSetup setup, Terminal terminal) {
    this.setup = setup;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    terminal.say("codebeaker " + Build.version());
    terminal.say("java " + Runtime.version());
    terminal.say("engine pack " + pack());
    return ExitCode.OK;
  }

  private String pack() {
    return switch (setup.store().status()) {
      case PackStatus.Installed installed -> installed.pack().version();
      case PackStatus.Absent _ -> "not installed";
      case PackStatus.Damaged _ -> "damaged";
      case PackStatus.Unsupported unsupported -> "not there for " + unsupported.platform();
    };
  }
}
