package dev.codebeaker.runtime.process.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.Sandbox;
import dev.codebeaker.runtime.SandboxSpec;
import dev.codebeaker.runtime.contract.RecordingSink;
import dev.codebeaker.runtime.contract.TestLimits;
import dev.codebeaker.testing.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that the engine does not have, and a real registry that has them. */
class PulledImagesTest {
  private static final Language PYTHON = new Language("python");
  private static final String LIKE = "codebeaker/python";
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int LAYER = 4 << 20;
  private static final List<String> OTHERS =
      List.of("node", "executable", "gcc", "gxx", "bash", "javac");

  @TempDir private Path directory;
  private Registry registry;
  private Narrows narrows;
  private ContainerRig rig;
  private Optional<String> left = Optional.empty();

  @BeforeEach
  void open() throws Exception {
    Registry.requireImage(LIKE);
    registry = Registry.open(Files.createDirectory(directory.resolve("open")));
    narrows = new Narrows(registry.port());
  }

  @AfterEach
  void close() throws Exception {
    if (rig != null) {
      rig.close();
    }
    if (left.isPresent()) {
      Registry.removeIfThere(left.get());
    }
    narrows.close();
    registry.close();
  }

  /** The runtime with Python in an image, and others in none that is there. */
  private ExecutionRuntime docker(String image, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(Map.of("codebeaker.container.pull", "missing"));
    settings.putAll(more);
    for (String other : OTHERS) {
      settings.put("codebeaker.container.images." + other, "127.0.0.1:1/absent");
    }
    settings.put("codebeaker.container.images.python", image);
    settings.put("codebeaker.container.watch-interval", "200ms");
    settings.put("codebeaker.process.pool.min", "0");
    rig = new ContainerRig(settings);
    rig.warmUp();
    return rig.unprepared("docker");
  }

  /** Pushed to the registry, by its name behind the narrows. */
  private String pushed() throws Exception {
    String name = "team/python:" + UUID.randomUUID();
    registry.push(LIKE, name, LAYER);
    String image = Registry.image(narrows.port(), name);
    left = Optional.of(image);
    return image;
  }

  private static void eventually(ThrowingRunnable assertion) {
    await().atMost(PATIENCE).ignoreException(ServiceException.class).untilAsserted(assertion);
  }

  private static Sandbox sandbox(ExecutionRuntime runtime, Optional<String> image) {
    return runtime.open(
        new SandboxSpec(
            "pulled", PYTHON, Optional.empty(), TestLimits.DEFAULTS, "somebody", false, image));
  }

  private static void assertRuns(ExecutionRuntime runtime, Optional<String> image)
      throws Exception {
    RecordingSink sink = new RecordingSink();
    try (Sandbox sandbox = sandbox(runtime, image)) {
      sandbox
          .start(
              RunCode.program(PYTHON, "import os; print(os.path.getsize('/layer.bin'))"),
              TestLimits.DEFAULTS,
              sink)
          .await();
    }
    assertThat(sink.stdout()).as(sink.stderr()).isEqualTo(LAYER + "\n");
  }

  private static void assertUnavailable(ExecutionRuntime runtime, String reason, String remedy) {
    assertThat(runtime.availability(PYTHON))
        .isInstanceOfSatisfying(
            Availability.Unavailable.class,
            it -> {
              assertThat(it.reason()).contains(reason);
              assertThat(it.remedy()).contains(remedy);
            });
  }

  private static ServiceException refusal(ExecutionRuntime runtime, String image) {
    ServiceException[] refused = new ServiceException[1];
    assertThatThrownBy(() -> sandbox(runtime, Optional.of(image)).close())
        .isInstanceOfSatisfying(ServiceException.class, e -> refused[0] = e);
    assertThat(refused[0].field()).contains("image");
    return refused[0];
  }

  @Test
  void oneThatIsMissingIsPulledAndTheProgressIsTold() throws Exception {
    String image = pushed();
    ExecutionRuntime docker = docker(image, Map.of());
    eventually(
        () ->
            assertThat(docker.availability(PYTHON))
                .isInstanceOfSatisfying(
                    Availability.Preparing.class,
                    it -> {
                      assertThat(it.activity()).isEqualTo("pulling " + image);
                      assertThat(it.progress()).isBetween(0.2, 0.89);
                    }));
    narrows.open();
    eventually(
        () -> assertThat(docker.availability(PYTHON)).isInstanceOf(Availability.Available.class));
    assertRuns(docker, Optional.empty());
  }

  @Test
  void aSessionOnOneThatIsBeingPulledIsToldToComeBack() throws Exception {
    String image = pushed();
    ExecutionRuntime docker =
        docker(LIKE, Map.of("codebeaker.container.allowed-images", "127.0.0.1:*"));
    eventually(
        () -> assertThat(docker.availability(PYTHON)).isInstanceOf(Availability.Available.class));
    for (int i = 0; i < 3; i++) {
      ServiceException refusal = refusal(docker, image);
      assertThat(refusal.code()).isEqualTo(ErrorCode.RUNTIME_PREPARING);
      assertThat(refusal).hasMessageMatching("the image " + image + " is being pulled: \\d+ %");
    }
    narrows.open();
    eventually(() -> assertRuns(docker, Optional.of(image)));
    Registry.docker("rmi", image);
    assertThat(refusal(docker, image).code()).isEqualTo(ErrorCode.RUNTIME_PREPARING);
    eventually(() -> assertRuns(docker, Optional.of(image)));
  }

  @Test
  void oneThatGoesIsPulledAgain() throws Exception {
    narrows.open();
    String image = pushed();
    ExecutionRuntime docker = docker(image, Map.of("codebeaker.process.pool.max", "0"));
    eventually(() -> assertRuns(docker, Optional.empty()));
    Registry.docker("rmi", image);
    eventually(
        () ->
            assertThatCode(() -> Registry.docker("image", "inspect", image))
                .doesNotThrowAnyException());
    eventually(() -> assertRuns(docker, Optional.empty()));
  }

  @Test
  void nothingIsPulledWhereThatIsNotWanted() throws Exception {
    narrows.open();
    String image = pushed();
    ExecutionRuntime docker =
        docker(
            LIKE,
            Map.of(
                "codebeaker.container.pull",
                "never", // the default
                "codebeaker.container.allowed-images",
                "127.0.0.1:*"));
    eventually(
        () -> assertThat(docker.availability(PYTHON)).isInstanceOf(Availability.Available.class));
    ServiceException refusal = refusal(docker, image);
    assertThat(refusal.code()).isEqualTo(ErrorCode.NOT_SUPPORTED);
    assertThat(refusal).hasMessageContaining("no image " + image);
    assertThat(docker.availability(new Language("ruby")))
        .isInstanceOfSatisfying(
            Availability.Unavailable.class,
            it -> assertThat(it.reason()).contains("no image 127.0.0.1:1/absent"));
    Registry.docker("pull", image);
    assertRuns(docker, Optional.of(image));
  }

  @Test
  void anImageThatIsPulledAlwaysIsTheRegistrysNewest() throws Exception {
    narrows.open();
    String image = pushed();
    Registry.docker("tag", LIKE, image);
    ExecutionRuntime docker = docker(image, Map.of("codebeaker.container.pull", "always"));
    eventually(() -> assertRuns(docker, Optional.empty()));
  }

  @Test
  void oneThatTheRegistryDoesNotHaveIsNamed() throws Exception {
    narrows.open();
    String image = Registry.image(narrows.port(), "team/nothing:1");
    ExecutionRuntime docker =
        docker(image, Map.of("codebeaker.container.allowed-images", "127.0.0.1:*"));
    eventually(() -> assertUnavailable(docker, image, "correct its name"));
  }

  @Test
  void aRegistryThatIsGoneIsNamed() throws Exception {
    String image = Registry.image(Ports.free(), "team/python");
    ExecutionRuntime docker =
        docker(LIKE, Map.of("codebeaker.container.allowed-images", "127.0.0.1:*"));
    eventually(
        () -> assertThat(docker.availability(PYTHON)).isInstanceOf(Availability.Available.class));
    eventually(
        () -> {
          ServiceException refusal = refusal(docker, image);
          assertThat(refusal.code()).isEqualTo(ErrorCode.RUNTIME_UNAVAILABLE);
          assertThat(refusal).hasMessageContaining(image).hasMessageContaining("refused");
          assertThat(refusal.fix().orElseThrow()).contains("docker load");
        });
  }

  @Test
  void aRegistryThatAsksWhoOneIsIsNamed() throws Exception {
    try (Registry locked = Registry.locked(Files.createDirectory(directory.resolve("locked")))) {
      String image = Registry.image(locked.port(), "team/python:1");
      ExecutionRuntime docker = docker(image, Map.of());
      eventually(() -> assertUnavailable(docker, image, "docker login"));
    }
  }

  @Test
  void aPullThatTakesTooLongIsStopped() throws Exception {
    String image = pushed();
    ExecutionRuntime docker = docker(image, Map.of("codebeaker.container.pull-timeout", "2s"));
    eventually(() -> assertUnavailable(docker, image + " can not be pulled: not there in 2 s", ""));
  }
}
