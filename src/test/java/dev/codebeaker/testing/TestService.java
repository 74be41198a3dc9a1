package dev.codebeaker.testing;

import dev.codebeaker.admission.Admission;
import dev.codebeaker.admission.AdmissionConfig;
import dev.codebeaker.admission.LoadShedder;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.selection.MeasuredCosts;
import dev.codebeaker.selection.OpeningFailures;
import dev.codebeaker.selection.RuntimeRegistry;
import dev.codebeaker.selection.RuntimeSelector;
import dev.codebeaker.selection.SecurityPolicies;
import dev.codebeaker.selection.SelectionConfig;
import dev.codebeaker.session.LimitsConfig;
import dev.codebeaker.session.LimitsPolicy;
import dev.codebeaker.session.SessionConfig;
import dev.codebeaker.session.SessionObserver;
import dev.codebeaker.session.SessionOpener;
import dev.codebeaker.session.SessionRules;
import dev.codebeaker.session.SessionService;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A session service over runtimes of the test's own. */
public record TestService(SessionService service, FakeClock clock, MeasuredCosts costs) {
  public static TestService over(List<ExecutionRuntime> runtimes, Map<String, String> config) {
    return over(runtimes, config, SessionObserver.NONE);
  }

  public static TestService over(
      List<ExecutionRuntime> runtimes, Map<String, String> config, SessionObserver observer) {
    FakeClock clock = new FakeClock();
    MeasuredCosts costs = new MeasuredCosts(clock);
    SelectionConfig selection = ConfigDefaults.of(SelectionConfig.class, config);
    OpeningFailures failures = new OpeningFailures(selection.rest(), clock);
    SessionRules rules =
        new SessionRules(
            ConfigDefaults.of(SessionConfig.class, config),
            new LimitsPolicy(ConfigDefaults.of(LimitsConfig.class, config)),
            admission(ConfigDefaults.of(AdmissionConfig.class, config), clock),
            observer,
            clock);
    SessionOpener opener =
        new SessionOpener(
            new RuntimeSelector(new RuntimeRegistry(runtimes), costs, failures),
            new SecurityPolicies(selection),
            costs,
            failures,
            rules.admission().shedder());
    return new TestService(new SessionService(rules, opener), clock, costs);
  }

  /** On a machine of one processor. */
  private static Admission admission(AdmissionConfig config, FakeClock clock) {
    return new Admission(
        config,
        new LoadShedder(
            config, 1, () -> Duration.between(Instant.EPOCH, clock.instant()).toNanos()));
  }
}
