package dev.codebeaker.runtime.process.container;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import io.smallrye.faulttolerance.api.Guard;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLException;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;

/**
 * How the engine is called: bounded in time, made again only where a second call does no harm, so
 * many containers at once and no more, and for a while not at all where nobody answers. What comes
 * of a failure is an {@link IOException} that says what to do. Thread safe; calls block.
 */
final class EngineCalls {
  private static final int RETRIES = 2;
  private static final long RETRY_DELAY_MILLIS = 100;
  private static final long RETRY_JITTER_MILLIS = 50;
  private static final int LOOKED_AT = 10;
  private static final double FAILED = 0.5;
  private static final int WAITING_CREATES = 1000;

  private final URI address;
  private final Guard breaker;
  private final Guard repeatable;
  private final Guard creating;

  /**
   * @param timeout of one call
   * @param rest how long nobody is asked after half of the last calls found no engine
   * @param creates how many containers may be in the middle of their start
   */
  EngineCalls(URI address, Duration timeout, Duration rest, int creates) {
    this.address = address;
    this.breaker =
        Guard.create()
            .withCircuitBreaker()
            .when(EngineCalls::isUnreachable)
            .requestVolumeThreshold(LOOKED_AT)
            .failureRatio(FAILED)
            .delay(rest.toMillis(), ChronoUnit.MILLIS)
            .done()
            .withTimeout()
            .duration(timeout.toMillis(), ChronoUnit.MILLIS)
            .done()
            .build();
    this.repeatable =
        Guard.create()
            .withRetry()
            .maxRetries(RETRIES)
            .delay(RETRY_DELAY_MILLIS, ChronoUnit.MILLIS)
            .jitter(RETRY_JITTER_MILLIS, ChronoUnit.MILLIS)
            .whenException(EngineCalls::mayPass)
            .done()
            .build();
    this.creating =
        Guard.create()
            .withBulkhead()
            .limit(creates)
            .queueSize(WAITING_CREATES)
            .enableSynchronousQueueing()
            .done()
            .build();
  }

  /** A call that can be made twice: one that only reads, or that makes an end. */
  <T> T repeatable(Callable<T> call) throws IOException {
    return told(() -> call(repeatable, () -> call(breaker, call)));
  }

  /** A call that starts something. Never made again: what it started may run already. */
  <T> T once(Callable<T> call) throws IOException {
    return told(() -> call(breaker, call));
  }

  /** All that makes one container, in calls of its own. Waits while too many others are made. */
  <T> T making(Callable<T> container) throws IOException {
    return told(() -> call(creating, container));
  }

  @SuppressWarnings("unchecked") // the class only tells whether the call is asynchronous
  private static <T> T call(Guard guard, Callable<T> call) throws Exception {
    return (T) guard.call((Callable<Object>) call, Object.class);
  }

  private <T> T told(Callable<T> call) throws IOException {
    try {
      return call.call();
    } catch (IOException known) {
      throw known;
    } catch (DockerException refused) {
      throw new IOException("the container engine refuses: " + refused.getMessage(), refused);
    } catch (CircuitBreakerOpenException resting) {
      throw new EngineUnreachable("no container engine answers at " + address, resting);
    } catch (TimeoutException late) {
      throw new EngineUnreachable("the container engine at " + address + " is too slow", late);
    } catch (BulkheadException full) {
      throw new IOException("too many containers are being started", full);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException("interrupted while the engine was asked");
    } catch (Exception unreachable) {
      throw new EngineUnreachable(
          (isDistrusted(unreachable)
                  ? "the container engine and the service do not trust each other at "
                  : "no container engine answers at ")
              + address
              + ": "
              + reason(unreachable),
          unreachable);
    }
  }

  private static boolean isDistrusted(Throwable failure) {
    return failure instanceof SSLException
        || failure.getCause() != null && isDistrusted(failure.getCause());
  }

  private static boolean isUnreachable(Throwable failure) {
    return !(failure instanceof DockerException || failure instanceof IOException)
        || failure instanceof EngineUnreachable;
  }

  private static boolean mayPass(Throwable failure) {
    return failure instanceof InternalServerErrorException
        || isUnreachable(failure) && !(failure instanceof CircuitBreakerOpenException);
  }

  /** What the transport wraps says more than the transport. */
  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
  }
}
