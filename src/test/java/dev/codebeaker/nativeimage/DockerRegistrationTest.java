package dev.codebeaker.nativeimage;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.CreateContainerResponse;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.api.model.Ulimit;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.command.CreateContainerCmdImpl;
import com.github.dockerjava.core.command.ExecCreateCmdImpl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The Docker client has no registration for a native image of its own: ours names every class that
 * Jackson reads or writes for it, and the one method it calls by name to open a socket.
 */
class DockerRegistrationTest {
  private static final String FILE = "dev.codebeaker/docker-java/reachability-metadata.json";
  private static final Path DERIVED = Path.of("target/docker-java-reachability-metadata.json");
  private static final String SOCKET_ADDRESS =
      "    {\"type\": \"java.net.UnixDomainSocketAddress\", \"methods\":"
          + " [{\"name\": \"of\", \"parameterTypes\": [\"java.lang.String\"]}]}";

  @Test
  void theRegistrationIsWhatTheClientsArchivesAskFor() throws IOException {
    String derived = registrationOf(DockerTypes.metByJackson());
    Files.writeString(DERIVED, derived);
    assertThat(Registration.text(FILE))
        .as("copy %s to src/main/resources/META-INF/native-image/%s", DERIVED, FILE)
        .isEqualTo(derived);
  }

  @Test
  void whatTheServiceSendsAndReadsIsAmongIt() {
    assertThat(DockerTypes.metByJackson())
        .contains(
            names(
                CreateContainerCmdImpl.class,
                CreateContainerResponse.class,
                ExecCreateCmdImpl.class,
                HostConfig.class,
                Mount.class,
                Info.class,
                Container.class,
                InspectContainerResponse.class,
                InspectContainerResponse.ContainerState.class,
                InspectImageResponse.class,
                PullResponseItem.class));
  }

  @Test
  void jacksonAsksForNoClassBesideIt() throws IOException {
    Introspection introspection = new Introspection();
    ObjectMapper mapper =
        introspection.watching(
            DefaultDockerClientConfig.createDefaultConfigBuilder().build().getObjectMapper());
    mapper.writeValueAsString(container());
    for (Class<?> answer :
        List.of(
            CreateContainerResponse.class,
            Info.class,
            Container.class,
            InspectContainerResponse.class,
            InspectImageResponse.class,
            PullResponseItem.class)) {
      mapper.readValue("{}", answer);
    }
    assertThat(introspection.asked())
        .contains(CreateContainerCmdImpl.class.getName(), Info.class.getName())
        .filteredOn(name -> name.startsWith("com.github.dockerjava."))
        .isSubsetOf(DockerTypes.metByJackson());
  }

  private static CreateContainerCmd container() {
    return new CreateContainerCmdImpl(it -> new CreateContainerResponse(), null, "image")
        .withCmd("true")
        .withHostConfig(
            HostConfig.newHostConfig()
                .withMounts(
                    List.of(new Mount().withType(MountType.BIND).withSource("/a").withTarget("/b")))
                .withCapDrop(Capability.ALL)
                .withUlimits(List.of(new Ulimit("core", 0L, 0L))));
  }

  private static String[] names(Class<?>... types) {
    return Stream.of(types).map(Class::getName).toArray(String[]::new);
  }

  private static String registrationOf(Set<String> types) {
    return Stream.concat(
            types.stream().map(DockerRegistrationTest::entry), Stream.of(SOCKET_ADDRESS))
        .collect(joining(",\n", "{\n  \"reflection\": [\n", "\n  ]\n}\n"));
  }

  private static String entry(String type) {
    return "    {\"type\": \""
        + type
        + "\", \"allDeclaredConstructors\": true, \"allDeclaredFields\": true,"
        + " \"allDeclaredMethods\": true}";
  }
}
