package dev.codebeaker.lifecycle;

import dev.codebeaker.admission.Admission;
import dev.codebeaker.admission.AdmissionConfig;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.RuntimeFamily;
import dev.codebeaker.selection.Languages;
import dev.codebeaker.selection.LanguagesConfig;
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
import dev.codebeaker.session.SessionReaper;
import dev.codebeaker.session.SessionRules;
import dev.codebeaker.session.SessionService;
import dev.codebeaker.workspace.WorkspaceConfig;
import dev.codebeaker.workspace.Workspaces;
import io.quarkus.arc.All;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;

/**
 * Makes the service out of its plain parts. A runtime is a bean of its own; whatever must be closed
 * is given to {@link Shutdown} when it is made.
 */
@Singleton
final class Wiring {
  private final Shutdown shutdown;

  Wiring(Shutdown shutdown) {
    this.shutdown = shutdown;
  }

  @Produces
  @Singleton
  Workspaces workspaces(WorkspaceConfig config) {
    return shutdown.owns(new Workspaces(config));
  }

  @Produces
  @Singleton
  RuntimeRegistry runtimes(
      @All List<ExecutionRuntime> runtimes, @All List<RuntimeFamily> families) {
    return RuntimeRegistry.of(runtimes, families);
  }

  @Produces
  @Singleton
  Languages languages(LanguagesConfig config, RuntimeRegistry runtimes) {
    return new Languages(config, runtimes);
  }

  @Produces
  @Singleton
  MeasuredCosts costs() {
    return new MeasuredCosts(InstantSource.system());
  }

  @Produces
  @Singleton
  OpeningFailures failures(SelectionConfig config) {
    return new OpeningFailures(config.rest(), InstantSource.system());
  }

  @Produces
  @Singleton
  RuntimeSelector selector(
      RuntimeRegistry runtimes, MeasuredCosts costs, OpeningFailures failures) {
    return new RuntimeSelector(runtimes, costs, failures);
  }

  @Produces
  @Singleton
  SecurityPolicies policies(SelectionConfig config) {
    return new SecurityPolicies(config);
  }

  @Produces
  @Singleton
  Admission admission(AdmissionConfig config) {
    return new Admission(config);
  }

  @Produces
  @Singleton
  LimitsPolicy limits(LimitsConfig config) {
    return new LimitsPolicy(config);
  }

  @Produces
  @Singleton
  SessionRules rules(
      SessionConfig config, LimitsPolicy limits, Admission admission, SessionObserver observer) {
    return new SessionRules(config, limits, admission, observer, InstantSource.system());
  }

  @Produces
  @Singleton
  SessionOpener opener(
      RuntimeSelector selector,
      SecurityPolicies policies,
      MeasuredCosts costs,
      OpeningFailures failures,
      Admission admission) {
    return new SessionOpener(selector, policies, costs, failures, admission.shedder());
  }

  @Produces
  @Singleton
  SessionService sessions(SessionRules rules, SessionOpener opener) {
    SessionService sessions = new SessionService(rules, opener);
    shutdown.owns(new SessionReaper(sessions, rules.config().reapInterval()));
    return sessions;
  }

  @Produces
  @Singleton
  Drain drain(DrainConfig config, SessionService sessions, @All List<Connections> connections) {
    return shutdown.owns(new Drain(config, new SessionWork(sessions), connections));
  }
}
