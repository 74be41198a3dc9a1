package dev.codebeaker.runtime.process;

import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.execution.Stdin;
import dev.codebeaker.runtime.process.jail.Jail;
import dev.codebeaker.runtime.process.jail.JailPaths;
import dev.codebeaker.runtime.process.jail.ProgramSpec;
import dev.codebeaker.runtime.process.tool.ToolchainTools;
import dev.codebeaker.workspace.Workspace;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Runs one step of a toolchain in a jail in which nobody's program has run.
 *
 * @param limits of the step
 */
record Workbench(Jail jail, Workspace workspace, Limits limits, Watchdog watchdog) {

  JailPaths paths() {
    return jail.paths();
  }

  /**
   * @param line with the paths of this jail
   * @param stopping completed when the step is to end early
   */
  Outcome run(
      ToolchainTools tools, List<String> line, OutputSink sink, CompletableFuture<Stop> stopping)
      throws IOException, InterruptedException {
    ProgramSpec spec =
        new ProgramSpec(
            line,
            tools.toolchain().environment(),
            paths().workspace(),
            false,
            SeatMaker.kernel(limits));
    ProgramRun run =
        new ProgramRun(
                jail,
                jail.start(spec),
                limits,
                sink,
                new ProcessSandbox.Around(workspace, watchdog))
            .withoutAgent()
            .begin(Stdin.EMPTY);
    stopping.thenAccept(run::stop);
    return run.await();
  }
}
