package dev.codebeaker;

import dev.codebeaker.cli.CommandLineInterface;
import dev.codebeaker.runtime.wasm.worker.inside.WorkerProcess;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Path;

/** Where the process starts: everything is a command, {@code serve} where none is named. */
@QuarkusMain
public final class Main {
  private Main() {}

  public static void main(String... args) {
    if (isWorker(args)) {
      // Nothing is to be tidied up, and a guest may be running.
      Runtime.getRuntime().halt(WorkerProcess.run(Path.of(args[1])));
    }
    System.exit(CommandLineInterface.run(args));
  }

  /** What the service starts itself with; the framework has no part in it. */
  private static boolean isWorker(String... args) {
    return args.length == 2 && args[0].equals(WorkerProcess.COMMAND);
  }
}
