package dev.codebeaker.runtime.process.jail;

import dev.codebeaker.execution.TerminalSize;
import dev.codebeaker.linux.Descriptor;
import dev.codebeaker.linux.PseudoTerminal;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/**
 * A jail whose supervisor starts the program, on a terminal that has a name in the jail. Where the
 * supervisor is the first process of the jail's own numbering, it must not become the program: the
 * kernel would keep the interrupt key from it.
 */
final class SupervisedTerminal implements TerminalJail {
  private final LocalJail jail;
  private final PseudoTerminal terminal;
  private final Program program;

  private SupervisedTerminal(LocalJail jail, PseudoTerminal terminal, Program program) {
    this.jail = jail;
    this.terminal = terminal;
    this.program = program;
  }

  /** Starts the program; the jail and the terminal are its own from then on. */
  static SupervisedTerminal start(LocalJail jail, PseudoTerminal terminal, ProgramSpec spec)
      throws IOException {
    return new SupervisedTerminal(jail, terminal, jail.start(spec, terminal));
  }

  @Override
  public Descriptor input() {
    return terminal.master();
  }

  @Override
  public Descriptor output() {
    return terminal.master();
  }

  @Override
  public void resize(TerminalSize size) throws IOException {
    terminal.resize(size.columns(), size.rows());
  }

  @Override
  public Consumption consumption() {
    return jail.consumption();
  }

  @Override
  public CompletableFuture<OptionalInt> ended() {
    return program.ended();
  }

  @Override
  public void signal(int number) throws IOException {
    jail.signalProgram(number);
  }

  @Override
  public void close() {
    jail.close();
    terminal.close();
  }
}
