package dev.codebeaker.runtime.process.container;

import dev.codebeaker.execution.TerminalSize;
import dev.codebeaker.linux.Descriptor;
import dev.codebeaker.runtime.process.jail.Consumption;
import dev.codebeaker.runtime.process.jail.ProgramSpec;
import dev.codebeaker.runtime.process.jail.TerminalJail;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** A program with a terminal that the engine has made. */
final class RemoteTerminal implements TerminalJail {
  private final RemoteJail jail;
  private final RemoteProgram program;

  private RemoteTerminal(RemoteJail jail, RemoteProgram program) {
    this.jail = jail;
    this.program = program;
  }

  /** Starts the program; the jail is its own from then on. */
  static RemoteTerminal start(RemoteJail jail, ProgramSpec spec, TerminalSize size)
      throws IOException {
    ProgramSpec placed = spec.in(jail.paths().workspace() + spec.directory());
    return new RemoteTerminal(jail, jail.start(placed, size));
  }

  @Override
  public Descriptor input() {
    return program.program().stdin();
  }

  @Override
  public Descriptor output() {
    return program.program().stdout();
  }

  @Override
  public void resize(TerminalSize size) throws IOException {
    jail.container().engine().resize(program.exec().orElseThrow(), size);
  }

  @Override
  public Consumption consumption() {
    return jail.consumption();
  }

  @Override
  public CompletableFuture<OptionalInt> ended() {
    return program.program().ended();
  }

  @Override
  public void signal(int number) throws IOException {
    jail.signalProgram(number);
  }

  @Override
  public void close() {
    jail.close();
    program.program().close();
  }
}
