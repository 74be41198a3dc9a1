package dev.codebeaker.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.docs.ConfigurationKeys;
import dev.codebeaker.runtime.process.jail.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The overlay opens what bubblewrap needs in a pod, and nothing else. */
class KubernetesBubblewrapTest {
  private static final Path OVERLAY = Path.of("kubernetes/overlays/bubblewrap");
  private static final Path BASE = Path.of("kubernetes/base/deployment.yaml");

  private Yaml pod;
  private Yaml container;

  @BeforeEach
  void readThePatch() throws IOException {
    pod = Yaml.read(OVERLAY.resolve("jail.yaml")).at("spec", "template", "spec");
    container = pod.at("containers", 0);
  }

  @Test
  void itPatchesTheContainerOfTheBase() throws IOException {
    Yaml base = Yaml.read(BASE);

    assertThat(Yaml.read(OVERLAY.resolve("jail.yaml")).text("metadata", "name"))
        .isEqualTo(base.text("metadata", "name"));
    assertThat(container.text("name"))
        .isEqualTo(base.text("spec", "template", "spec", "containers", 0, "name"));
    assertThat(Yaml.read(OVERLAY.resolve("kustomization.yaml")).text("images", 0, "name"))
        .isEqualTo(base.text("spec", "template", "spec", "containers", 0, "image"));
  }

  @Test
  void theProfileIsTheOneThatIsPutOnTheNodes() throws IOException {
    Yaml seccomp = pod.at("securityContext", "seccompProfile");
    Yaml installer = Yaml.read(OVERLAY.resolve("seccomp/installer.yaml"));
    Yaml command = installer.at("spec", "template", "spec", "initContainers", 0, "command");

    assertThat(seccomp.text("type")).isEqualTo("Localhost");
    assertThat(command.text(2)).isEqualTo("/node/" + seccomp.text("localhostProfile"));
    assertThat(
            Yaml.read(OVERLAY.resolve("seccomp/kustomization.yaml"))
                .text("configMapGenerator", 0, "files", 0))
        .isEqualTo(seccomp.text("localhostProfile"));
    assertThat(OVERLAY.resolve("seccomp").resolve(seccomp.text("localhostProfile"))).exists();
  }

  @Test
  void anUnmaskedProcIsThatOfAPodWithUsersOfItsOwn() {
    assertThat(container.text("securityContext", "procMount")).isEqualTo("Unmasked");
    assertThat(pod.text("hostUsers")).isEqualTo("false");
  }

  @Test
  void eachPodNamesATierThatThereIs() throws IOException {
    assertThat(tier("overlays/bubblewrap")).isEqualTo(Tier.BUBBLEWRAP.label());
    assertThat(tier("overlays/bubblewrap-host-proc")).isEqualTo(Tier.BUBBLEWRAP_HOST_PROC.label());
    assertThat(tier("base")).isEqualTo(Tier.LANDLOCK.label());
    assertThat(Files.readString(OVERLAY.resolve("README.md")))
        .contains("`" + Tier.BUBBLEWRAP_HOST_PROC.label() + "`");
  }

  @Test
  void theImageHasBubblewrap() throws IOException {
    String image = Files.readString(Path.of("src/main/docker/Dockerfile.full"));

    assertThat(Yaml.read(OVERLAY.resolve("kustomization.yaml")).text("images", 0, "newName"))
        .isEqualTo("codebeaker-full");
    assertThat(image).contains(" -t codebeaker-full .").contains("FROM codebeaker\n");
    assertThat(Arrays.asList(image.split("\\s+"))).contains("bubblewrap");
    assertThat(image.lines().toList().getLast()).isEqualTo("USER 10001:10001");
  }

  private static String tier(String directory) {
    String variable =
        ConfigurationKeys.groups().stream()
            .flatMap(group -> group.keys().stream())
            .filter(key -> key.name().equals("codebeaker.process.jail.tier"))
            .findFirst()
            .orElseThrow()
            .environmentVariable()
            .orElseThrow();
    return Kustomization.in(Path.of("kubernetes").resolve(directory)).configuration().get(variable);
  }
}
