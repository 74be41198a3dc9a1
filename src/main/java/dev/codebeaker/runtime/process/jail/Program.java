package dev.codebeaker.runtime.process.jail;

import dev.codebeaker.linux.Descriptor;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/**
 * A program in a jail, from the order to start it on. The service's ends of its pipes; whoever
 * started it closes it.
 */
public final class Program implements AutoCloseable {
  /** The agent's pipes. */
  public record AgentPipes(Descriptor requests, Descriptor answers) {}

  private final int number;
  private final Descriptor stdin;
  private final Descriptor stdout;
  private final Descriptor stderr;
  private final Optional<AgentPipes> agent;
  private final CompletableFuture<Void> started = new CompletableFuture<>();
  private final CompletableFuture<OptionalInt> ended = new CompletableFuture<>();

  public Program(
      int number,
      Descriptor stdin,
      Descriptor stdout,
      Descriptor stderr,
      Optional<AgentPipes> agent) {
    this.number = number;
    this.stdin = stdin;
    this.stdout = stdout;
    this.stderr = stderr;
    this.agent = agent;
  }

  public int number() {
    return number;
  }

  public Descriptor stdin() {
    return stdin;
  }

  public Descriptor stdout() {
    return stdout;
  }

  public Descriptor stderr() {
    return stderr;
  }

  /** Where an agent reads its requests. */
  public Descriptor requests() {
    return agent.orElseThrow().requests();
  }

  /** Where an agent writes its answers. */
  public Descriptor answers() {
    return agent.orElseThrow().answers();
  }

  /** When it has its pipes, and runs. */
  public CompletableFuture<Void> started() {
    return started;
  }

  /**
   * Its exit code, as a shell tells it (128 and the signal's number if a signal ended it); empty if
   * the jail ended with it.
   */
  public CompletableFuture<OptionalInt> ended() {
    return ended;
  }

  /** The jail has ended: what it wrote can be read to the end, if it ever ran. */
  public void lost() {
    if (!started.isDone()) {
      stdout.close();
      stderr.close();
      agent.ifPresent(pipes -> pipes.answers().close());
    }
    started.cancel(false);
    ended.complete(OptionalInt.empty());
  }

  /** There never was a jail for it. */
  public void failed(IOException why) {
    ended.completeExceptionally(why);
    lost();
  }

  @Override
  public void close() {
    stdin.close();
    stdout.close();
    stderr.close();
    agent.ifPresent(
        pipes -> {
          pipes.requests().close();
          pipes.answers().close();
        });
  }
}
