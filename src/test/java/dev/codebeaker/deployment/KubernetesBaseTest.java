package dev.codebeaker.deployment;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.docs.ConfigurationKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The manifests say what the service does. */
class KubernetesBaseTest {
  private static final Path BASE = Path.of("kubernetes/base");

  private Yaml pod;
  private Yaml container;

  @BeforeEach
  void readTheDeployment() throws IOException {
    pod = Yaml.read(BASE.resolve("deployment.yaml")).at("spec", "template", "spec");
    container = pod.at("containers", 0);
  }

  @Test
  void everyVariableOfTheImagesIsAKeyOfTheConfiguration() throws IOException {
    Set<String> known =
        keys().stream()
            .map(ConfigurationKeys.Key::environmentVariable)
            .flatMap(Optional::stream)
            .collect(toSet());
    for (String image : List.of("jvm", "native")) {
      List<String> set =
          Files.readAllLines(Path.of("src/main/docker/Dockerfile." + image)).stream()
              .map(line -> line.replace("ENV", "").strip())
              .filter(line -> line.matches("CODEBEAKER_[A-Z_]+=.*"))
              .map(line -> line.substring(0, line.indexOf('=')))
              .toList();

      assertThat(set).isNotEmpty().isSubsetOf(known);
    }
  }

  @Test
  void overloadIsReckonedByTheProcessorsThatThePodAsksFor() throws IOException {
    Yaml variable = container.at("env", 0);
    Yaml source = variable.at("valueFrom", "resourceFieldRef");

    assertThat(keys())
        .extracting(ConfigurationKeys.Key::environmentVariable)
        .contains(Optional.of(variable.text("name")));
    assertThat(variable.text("name")).isEqualTo("CODEBEAKER_ADMISSION_PROCESSORS");
    assertThat(source.text("resource")).isEqualTo("requests.cpu");
    // The request is rounded up to a whole one.
    assertThat(source.text("divisor")).isEqualTo("1");
    assertThat(container.text("resources", "requests", "cpu")).isNotEmpty();
  }

  @Test
  void theProbesAskTheHealthEndpoints() {
    assertThat(container.text("startupProbe", "httpGet", "path")).isEqualTo("/q/health/started");
    assertThat(container.text("readinessProbe", "httpGet", "path")).isEqualTo("/q/health/ready");
    assertThat(container.text("livenessProbe", "httpGet", "path")).isEqualTo("/q/health/live");
  }

  @Test
  void unreadyAnswersTakeThePodOutWithinTheBalancerDelay() {
    Map<String, String> set = Kustomization.in(BASE).configuration();
    int noticed =
        container.number("readinessProbe", "periodSeconds")
            * container.number("readinessProbe", "failureThreshold");

    assertThat(Duration.ofSeconds(noticed))
        .isLessThan(Duration.parse("PT" + set.get("CODEBEAKER_DRAIN_BALANCER_DELAY")));
  }

  @Test
  void thePodHasNoPrivilege() {
    Yaml security = container.at("securityContext");

    assertThat(pod.text("securityContext", "runAsNonRoot")).isEqualTo("true");
    assertThat(pod.text("securityContext", "seccompProfile", "type")).isEqualTo("RuntimeDefault");
    assertThat(pod.text("automountServiceAccountToken")).isEqualTo("false");
    assertThat(security.text("allowPrivilegeEscalation")).isEqualTo("false");
    assertThat(security.text("readOnlyRootFilesystem")).isEqualTo("true");
    assertThat(security.text("capabilities", "drop", 0)).isEqualTo("ALL");
  }

  @Test
  void nothingLeavesThePod() throws IOException {
    Yaml policy = Yaml.read(BASE.resolve("network-policy.yaml"));

    assertThat(policy.items("spec", "policyTypes").stream().map(Yaml::value)).contains("Egress");
    assertThat(policy.items("spec", "egress")).isEmpty();
  }

  @Test
  void everySelectorFindsThePod() throws IOException {
    Object labels =
        Yaml.read(BASE.resolve("deployment.yaml"))
            .at("spec", "template", "metadata", "labels")
            .value();

    assertThat(selector("deployment.yaml", "spec", "selector", "matchLabels")).isEqualTo(labels);
    assertThat(selector("service.yaml", "spec", "selector")).isEqualTo(labels);
    assertThat(selector("network-policy.yaml", "spec", "podSelector", "matchLabels"))
        .isEqualTo(labels);
    assertThat(selector("disruption-budget.yaml", "spec", "selector", "matchLabels"))
        .isEqualTo(labels);
  }

  private static Object selector(String file, Object... steps) throws IOException {
    return Yaml.read(BASE.resolve(file)).at(steps).value();
  }

  private static List<ConfigurationKeys.Key> keys() {
    return ConfigurationKeys.groups().stream().flatMap(group -> group.keys().stream()).toList();
  }
}
