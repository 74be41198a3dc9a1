package dev.codebeaker.runtime.process;

import dev.codebeaker.runtime.process.agent.Agent;
import dev.codebeaker.runtime.process.jail.Jail;
import dev.codebeaker.runtime.process.jail.Program;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * An interpreter in a jail, started and waiting for its first job, or about to.
 *
 * @param main the path of the program it may become, inside the jail
 * @param ready completed when it waits for a job; exceptionally if it does not start
 */
record Seat(Jail jail, Program program, Agent agent, String main, CompletableFuture<Void> ready)
    implements AutoCloseable {

  static Seat starting(Jail jail, Program program, String main, long timeoutMillis) {
    Agent agent = new Agent(program.requests()::write, program.answers()::read);
    CompletableFuture<Void> ready = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("agent-start")
        .start(
            () -> {
              try {
                agent.awaitReady();
                ready.complete(null);
              } catch (IOException | RuntimeException failure) {
                ready.completeExceptionally(failure);
              }
            });
    return new Seat(
        jail, program, agent, main, ready.orTimeout(timeoutMillis, TimeUnit.MILLISECONDS));
  }

  /**
   * @throws IOException if it did not start
   */
  void awaitReady() throws IOException, InterruptedException {
    try {
      ready.get();
    } catch (java.util.concurrent.ExecutionException failure) {
      throw new IOException("the interpreter did not start " + jail.complaints(), failure);
    }
  }

  /**
   * The same, unless somebody asks for an end meanwhile.
   *
   * @throws IOException if it did not start, or is not to any more
   */
  void awaitReady(ProcessExecution execution) throws IOException, InterruptedException {
    CompletableFuture.anyOf(ready, execution.stopping()).exceptionally(failure -> null).join();
    if (execution.stopping().isDone()) {
      throw new IOException("it was stopped before it began");
    }
    awaitReady();
  }

  boolean isFit() {
    return jail.isAlive() && !ready.isCompletedExceptionally() && !program.ended().isDone();
  }

  @Override
  public void close() {
    jail.close();
    program.close();
  }
}
