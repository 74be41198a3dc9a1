package dev.codebeaker.cli;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;

/** Boots Quarkus in this process for one task. */
@Singleton
public class QuarkusApplicationHost implements Application {
  /** No port, no banner, no spans, and a log that stays out of the program's output. */
  private static final Map<String, String> QUIET =
      Map.of(
          // The program is the user's own, on the user's own machine: nobody else is in the
          // process.
          "codebeaker.wasm.isolation", "in-process",
          "quarkus.http.host-enabled", "false",
          "quarkus.banner.enabled", "false",
          "quarkus.otel.sdk.disabled", "true",
          "quarkus.log.level", "ERROR",
          "quarkus.log.console.stderr", "true");

  /** Quarkus makes its application itself, from a class: this is how the task gets there. */
  private static volatile Optional<Job> next = Optional.empty();

  @Override
  public int listening(Map<String, String> settings, Task task) {
    return run(
        settings,
        service -> {
          int code = task.run(service);
          Quarkus.waitForExit();
          return code;
        });
  }

  @Override
  public int quietly(Task task) {
    return run(QUIET, task);
  }

  private static int run(Map<String, String> settings, Task task) {
    settings.forEach(QuarkusApplicationHost::setUnlessSet);
    Job job = new Job(task);
    next = Optional.of(job);
    Quarkus.run(Run.class, (code, thrown) -> job.ended(code, Optional.ofNullable(thrown)));
    return job.answer();
  }

  private static void setUnlessSet(String key, String value) {
    if (System.getProperty(key) == null) {
      System.setProperty(key, value);
    }
  }

  /** One task and what became of it. */
  private static final class Job {
    private final Task task;
    private volatile int code = ExitCode.SERVICE;
    private volatile Optional<RuntimeException> failure = Optional.empty();

    Job(Task task) {
      this.task = task;
    }

    int perform(Service service) {
      try {
        return task.run(service);
      } catch (InterruptedException e) {
        return ExitCode.INTERRUPTED;
      } catch (ServiceException e) {
        failure = Optional.of(e);
        return ExitCode.of(e);
      } catch (RuntimeException e) {
        failure = Optional.of(ServiceException.because(ErrorCode.INTERNAL, e.toString(), e));
        return ExitCode.SERVICE;
      }
    }

    /** A service that did not start says why; whoever started it has nothing else to go by. */
    void ended(int exitCode, Optional<Throwable> thrown) {
      code = exitCode;
      if (failure.isEmpty()) {
        failure = thrown.map(Job::notStarted);
      }
    }

    private static RuntimeException notStarted(Throwable thrown) {
      Throwable root = thrown;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      return ServiceException.because(
          ErrorCode.INTERNAL, "the service did not start: " + root.getMessage(), thrown);
    }

    int answer() {
      failure.ifPresent(
          thrown -> {
            throw thrown;
          });
      return code;
    }
  }

  /** What Quarkus runs. */
  @Dependent
  public static class Run implements QuarkusApplication {
    private final LiveService service;

    @Inject
    Run(LiveService service) {
      this.service = service;
    }

    @Override
    public int run(String... arguments) {
      return next.orElseThrow().perform(service);
    }
  }
}
