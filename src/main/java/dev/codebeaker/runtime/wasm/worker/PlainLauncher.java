package dev.codebeaker.runtime.wasm.worker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Starts workers without a jail. */
public final class PlainLauncher implements WorkerLauncher {
  private final List<String> program;

  public PlainLauncher(List<String> program) {
    this.program = List.copyOf(program);
  }

  @Override
  public Started start(Path sockets, Path sessions) throws IOException {
    List<String> command = new ArrayList<>(program);
    command.add(sockets.toString());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    CompletableFuture<String> ended =
        process.onExit().thenApply(gone -> "ended with code " + gone.exitValue());
    return new Started() {
      @Override
      public long pid() {
        return process.pid();
      }

      @Override
      public CompletableFuture<String> ended() {
        return ended;
      }

      @Override
      public void kill() {
        process.destroyForcibly();
      }
    };
  }
}
