package dev.codebeaker.session;

import dev.codebeaker.admission.LoadShedder;
import dev.codebeaker.admission.LoadShedder.Begun;
import dev.codebeaker.admission.Owner;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.RuntimeCapabilities.Network;
import dev.codebeaker.runtime.Sandbox;
import dev.codebeaker.runtime.SandboxSpec;
import dev.codebeaker.selection.MeasuredCosts;
import dev.codebeaker.selection.OpeningFailures;
import dev.codebeaker.selection.Rejection;
import dev.codebeaker.selection.Rejection.Obstacle;
import dev.codebeaker.selection.Requirements;
import dev.codebeaker.selection.RuntimeSelector;
import dev.codebeaker.selection.SecurityPolicies;
import dev.codebeaker.selection.Selection;
import dev.codebeaker.session.SessionObserver.Scope;
import dev.codebeaker.session.SessionObserver.Step;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Finds a runtime for a session and opens a sandbox in it. */
public final class SessionOpener {
  private static final Logger LOG = Logger.getLogger(SessionOpener.class);

  /** Another runtime may be able to do what this one just could not. */
  private static final Map<ErrorCode, Obstacle> TRY_NEXT =
      Map.of(
          ErrorCode.RUNTIME_SATURATED, Obstacle.SATURATED,
          ErrorCode.RUNTIME_PREPARING, Obstacle.PREPARING,
          ErrorCode.RUNTIME_UNAVAILABLE, Obstacle.UNAVAILABLE,
          ErrorCode.RUNTIME_FAILED, Obstacle.UNAVAILABLE);

  private final RuntimeSelector selector;
  private final SecurityPolicies policies;
  private final MeasuredCosts costs;
  private final OpeningFailures failures;
  private final LoadShedder shedder;

  public SessionOpener(
      RuntimeSelector selector,
      SecurityPolicies policies,
      MeasuredCosts costs,
      OpeningFailures failures,
      LoadShedder shedder) {
    this.selector = selector;
    this.policies = policies;
    this.costs = costs;
    this.failures = failures;
    this.shedder = shedder;
  }

  /**
   * An open sandbox; whoever has this owns it.
   *
   * @param selection why it is in this runtime, which is the winner
   */
  record Opened(ExecutionRuntime runtime, Sandbox sandbox, Duration took, Selection selection) {}

  MeasuredCosts costs() {
    return costs;
  }

  Selection explain(SessionRequest request) {
    return selector.explain(requirements(request));
  }

  Opened open(SessionTerms terms, SessionRequest request, Limits limits, SessionObserver observer) {
    Selection selection;
    try (Scope _ = observer.step(Step.SELECTION)) {
      selection = select(requirements(request), observer);
    }
    SandboxSpec spec =
        new SandboxSpec(
            terms.id().value(),
            request.language(),
            request.template(),
            limits,
            terms.owner().name(),
            terms.oneShot(),
            request.image());
    try (Scope _ = observer.step(Step.OPEN)) {
      return openBest(selection, spec, request, observer);
    }
  }

  /** What was wrong is asked again, for the observer; a failed selection is rare. */
  private Selection select(Requirements requirements, SessionObserver observer) {
    Selection selection = selector.explain(requirements);
    observer.selected(selection);
    return selection.ranked().isEmpty() ? selector.select(requirements) : selection;
  }

  private Opened openBest(
      Selection selection, SandboxSpec spec, SessionRequest request, SessionObserver observer) {
    Selection left = selection;
    while (true) {
      ExecutionRuntime runtime = left.ranked().getFirst().runtime();
      try {
        return open(runtime, spec, request, left);
      } catch (ServiceException failure) {
        if (failure.code() == ErrorCode.RUNTIME_FAILED) {
          observer.faulted(runtime.name(), Step.OPEN);
        }
        Optional<Obstacle> obstacle = Optional.ofNullable(TRY_NEXT.get(failure.code()));
        if (left.ranked().size() == 1 || obstacle.isEmpty()) {
          throw failure;
        }
        if (failure.code() == ErrorCode.RUNTIME_FAILED) {
          LOG.warnf(failure, "A session moves on from %s, which failed", runtime.name());
        }
        observer.moved(runtime.name(), failure.code());
        left = left.withoutBest(rejection(runtime, obstacle.get(), failure));
      }
    }
  }

  /** Opens a sandbox, and remembers how that went. */
  private Opened open(
      ExecutionRuntime runtime, SandboxSpec spec, SessionRequest request, Selection selection) {
    Owner owner = new Owner(spec.owner());
    shedder.require(runtime.name(), owner);
    long begun = System.nanoTime();
    failures.trying(runtime, spec.language());
    try (Begun _ = shedder.opening(runtime.name(), owner)) {
      Sandbox sandbox = opened(runtime, spec);
      Duration took = since(begun);
      costs.openingTook(runtime, spec.language(), took);
      failures.succeeded(runtime, spec.language());
      return new Opened(runtime, sandbox, took, selection);
    } catch (ServiceException failure) {
      if (failure.code() == ErrorCode.RUNTIME_SATURATED) {
        costs.openingWaited(runtime, spec.language(), since(begun));
      }
      if (failure.code() == ErrorCode.RUNTIME_FAILED && asksForNothingSpecial(request)) {
        failures.failed(runtime, spec.language());
      }
      throw failure;
    }
  }

  private static Sandbox opened(ExecutionRuntime runtime, SandboxSpec spec) {
    try {
      return runtime.open(spec);
    } catch (ServiceException failure) {
      throw failure;
    } catch (RuntimeException unexpected) {
      throw ServiceException.because(
          ErrorCode.RUNTIME_FAILED, runtime.name() + " could not open a sandbox", unexpected);
    }
  }

  /** Else one client's impossible wish would take the runtime from all others. */
  private static boolean asksForNothingSpecial(SessionRequest request) {
    return request.limits().isEmpty() && request.template().isEmpty();
  }

  private static Rejection rejection(
      ExecutionRuntime runtime, Obstacle obstacle, ServiceException failure) {
    String reason = String.valueOf(failure.getMessage());
    return new Rejection(runtime.name(), obstacle, reason, failure.fix().orElse(""));
  }

  private static Duration since(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private Requirements requirements(SessionRequest request) {
    return new Requirements(
        request.language(),
        request.runtime(),
        request.preference(),
        policies.requested(request.policy()),
        request.template(),
        request.limits().keySet(),
        request.features(),
        Network.NONE,
        request.image());
  }
}
