package dev.codebeaker.wire;

import io.opentelemetry.context.Context;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** The virtual threads of calls that block: opening and closing sandboxes. */
@Singleton
public final class BlockingCalls {
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("wire-", 0).factory());

  public <T> CompletableFuture<T> call(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, Context.taskWrapping(threads));
  }

  public void run(Runnable work) {
    threads.execute(Context.current().wrap(work));
  }

  @PreDestroy
  void stop() {
    threads.shutdown();
  }
}
