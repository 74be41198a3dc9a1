package dev.codebeaker.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The streams of this process and whether a person sits at them.
 *
 * @param in standard input
 * @param out standard output, unbuffered: what a program shows is seen when it shows it
 * @param err standard error
 * @param interactive whether input and output are a terminal
 * @param screen that terminal
 */
public record Terminal(
    InputStream in, OutputStream out, PrintStream err, boolean interactive, Screen screen) {
  /** Of this process. */
  static Terminal ofProcess() {
    Console console = System.console();
    return new Terminal(
        new FileInputStream(FileDescriptor.in),
        new FileOutputStream(FileDescriptor.out),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        console != null && console.isTerminal(),
        new Stty());
  }

  /** Writes a line to standard output. */
  void say(String line) {
    PrintStream text = new PrintStream(out, true, StandardCharsets.UTF_8);
    text.println(line);
    text.flush();
  }

  /** Writes a line about this program itself to standard error. */
  void note(String line) {
    err.println("codebeaker: " + line);
  }
}
