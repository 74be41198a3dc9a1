package dev.codebeaker.session;

import dev.codebeaker.execution.Limits;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.RuntimeCapabilities.Network;
import dev.codebeaker.runtime.Sandbox;
import dev.codebeaker.runtime.SandboxSpec;
import dev.codebeaker.selection.MeasuredCosts;
import dev.codebeaker.selection.Requirements;
import dev.codebeaker.selection.RuntimeScore;
import dev.codebeaker.selection.RuntimeSelector;
import dev.codebeaker.selection.SecurityPolicies;
import dev.codebeaker.selection.Selection;
import dev.codebeaker.session.SessionObserver.Scope;
import dev.codebeaker.session.SessionObserver.Step;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Finds a runtime for a session and opens a sandbox in it. */
public final class SessionOpener {
  /** Another runtime may be able to do what this one just could not. */
  private static final Set<ErrorCode> TRY_NEXT =
      EnumSet.of(
          ErrorCode.RUNTIME_SATURATED,
          ErrorCode.RUNTIME_PREPARING,
          ErrorCode.RUNTIME_UNAVAILABLE,
          ErrorCode.RUNTIME_FAILED);

  private final RuntimeSelector selector;
  private final SecurityPolicies policies;
  private final MeasuredCosts costs;

  public SessionOpener(RuntimeSelector selector, SecurityPolicies policies, MeasuredCosts costs) {
    this.selector = selector;
    this.policies = policies;
    this.costs = costs;
  }

  /** An open sandbox; whoever has this owns it. */
  record Opened(ExecutionRuntime runtime, Sandbox sandbox, Duration took) {}

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
            terms.owner().name());
    try (Scope _ = observer.step(Step.OPEN)) {
      return openBest(selection.ranked(), spec);
    }
  }

  /** What was wrong is asked again, for the observer; a failed selection is rare. */
  private Selection select(Requirements requirements, SessionObserver observer) {
    Selection selection = selector.explain(requirements);
    observer.selected(selection);
    return selection.ranked().isEmpty() ? selector.select(requirements) : selection;
  }

  private static Opened openBest(List<RuntimeScore> ranked, SandboxSpec spec) {
    for (int i = 0; ; i++) {
      ExecutionRuntime runtime = ranked.get(i).runtime();
      long begun = System.nanoTime();
      try {
        Sandbox sandbox = runtime.open(spec);
        return new Opened(runtime, sandbox, Duration.ofNanos(System.nanoTime() - begun));
      } catch (ServiceException failure) {
        if (i + 1 == ranked.size() || !TRY_NEXT.contains(failure.code())) {
          throw failure;
        }
      }
    }
  }

  private Requirements requirements(SessionRequest request) {
    return new Requirements(
        request.language(),
        request.runtime(),
        request.preference(),
        policies.requested(request.policy()),
        request.template(),
        request.limits().keySet(),
        Network.NONE);
  }
}
