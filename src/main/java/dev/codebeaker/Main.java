package dev.codebeaker;

import dev.codebeaker.cli.CommandLineInterface;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Where the process starts: everything is a command, {@code serve} where none is named. */
@QuarkusMain
public final class Main {
  private Main() {}

  public static void main(String... args) {
    System.exit(CommandLineInterface.run(args));
  }
}
