package dev.codebeaker.runtime.wasm.wasmtime;

import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** Runs test methods on a thread that guests may run on. */
public final class OnGuestThread implements InvocationInterceptor {
  private static final long STACK_BYTES = 16L << 20;

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> invocationContext,
      ExtensionContext extensionContext)
      throws Throwable {
    CompletableFuture<Void> done = new CompletableFuture<>();
    new Thread(
            null,
            () -> {
              try {
                invocation.proceed();
                done.complete(null);
              } catch (Throwable t) {
                done.completeExceptionally(t);
              }
            },
            "test-guest",
            STACK_BYTES)
        .start();
    try {
      done.join();
    } catch (CompletionException e) {
      throw e.getCause();
    }
  }
}
