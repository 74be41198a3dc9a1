package dev.codebeaker.cli;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.RuntimeCapabilities;
import dev.codebeaker.session.SessionRequest;
import dev.codebeaker.session.SessionView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Opens a session, waiting while what it needs is being prepared. */
final class Preparation {
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final Service service;
  private final Terminal terminal;

  Preparation(Service service, Terminal terminal) {
    this.service = service;
    this.terminal = terminal;
  }

  /**
   * @throws InterruptedException on Ctrl-C
   */
  SessionView open(SessionRequest request) throws InterruptedException {
    try (TakenSignal _ = TakenSignal.interrupt(Thread.currentThread()::interrupt);
        ProgressLine progress = new ProgressLine(terminal)) {
      while (true) {
        Optional<Availability.Preparing> preparing = preparing(request);
        if (preparing.isEmpty()) {
          Optional<SessionView> session = tryOpen(request);
          if (session.isPresent()) {
            return session.get();
          }
        }
        preparing
            .filter(now -> !Availabilities.isNearlyThere(now))
            .ifPresent(now -> progress.at(now.activity(), now.progress()));
        Thread.sleep(PAUSE);
      }
    }
  }

  private Optional<SessionView> tryOpen(SessionRequest request) {
    try {
      return Optional.of(service.create(request));
    } catch (ServiceException failure) {
      if (failure.code() == ErrorCode.RUNTIME_PREPARING) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  /** What is being prepared for a request; empty if a runtime can serve it now, or none ever. */
  private Optional<Availability.Preparing> preparing(SessionRequest request) {
    List<Availability> availabilities =
        service.runtimes().stream()
            .filter(runtime -> request.runtime().stream().allMatch(runtime.name()::equals))
            .filter(runtime -> serves(runtime, request))
            .map(runtime -> runtime.availability(request.language()))
            .toList();
    if (availabilities.stream().anyMatch(Availability.Available.class::isInstance)) {
      return Optional.empty();
    }
    return availabilities.stream()
        .filter(Availability.Preparing.class::isInstance)
        .map(Availability.Preparing.class::cast)
        .findFirst();
  }

  private static boolean serves(ExecutionRuntime runtime, SessionRequest request) {
    RuntimeCapabilities can = runtime.capabilities();
    return can.languages().contains(request.language())
        && can.features().containsAll(request.features());
  }
}
