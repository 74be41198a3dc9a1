package dev.codebeaker.lifecycle;

import dev.codebeaker.admission.AdmissionConfig;
import dev.codebeaker.runtime.wasm.WasmConfig;
import dev.codebeaker.selection.SelectionConfig;
import dev.codebeaker.workspace.WorkspaceConfig;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Refuses to start with an unsafe configuration, naming every setting that is to blame. */
@Singleton
final class StartupChecks {
  private static final Logger LOG = Logger.getLogger(StartupChecks.class);
  private static final int BEFORE_THE_REST = 1;

  private final SafetyChecks checks;
  private final SafetyChecks.Settings settings;

  StartupChecks(
      SafetyConfig safety,
      SelectionConfig selection,
      AdmissionConfig admission,
      WasmConfig wasm,
      WorkspaceConfig workspace,
      VertxHttpConfig http) {
    this.checks = new SafetyChecks(safety);
    this.settings =
        new SafetyChecks.Settings(
            selection.policy(),
            http.host(),
            admission.tokens().isEmpty(),
            wasm.cacheDirectory(),
            workspace.stateDirectory());
  }

  void starting(@Observes @Priority(BEFORE_THE_REST) StartupEvent event) {
    List<Finding> findings = checks.findings(settings);
    findings.stream().filter(finding -> !finding.refused()).forEach(LOG::warn);
    String refusals =
        findings.stream()
            .filter(Finding::refused)
            .map(Finding::toString)
            .collect(Collectors.joining("\n  "));
    if (!refusals.isEmpty()) {
      throw new IllegalStateException("the configuration is unsafe\n  " + refusals);
    }
  }
}
