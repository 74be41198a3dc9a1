package dev.codebeaker.runtime.process.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.runtime.Availability;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.Sandbox;
import dev.codebeaker.runtime.SandboxSpec;
import dev.codebeaker.runtime.contract.RecordingSink;
import dev.codebeaker.runtime.contract.TestLimits;
import dev.codebeaker.testing.OwnEngine;
import dev.codebeaker.testing.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Engines that are not reached by a socket of this machine, and whom the service trusts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EngineByTcpTest {
  private static final Language PYTHON = new Language("python");
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private static Path directory;
  private int port;
  private TestAuthority ours;
  private TestAuthority strangers;
  private OwnEngine engine;
  private ContainerRig rig;

  @BeforeAll
  void open() throws Exception {
    ours = new TestAuthority(directory.resolve("ours")).certifyEngine();
    strangers = new TestAuthority(directory.resolve("strangers"));
    port = Ports.free();
    engine =
        OwnEngine.start(
                List.of(),
                "--host=tcp://127.0.0.1:" + port,
                "--tlsverify",
                "--tlscacert=" + ours.file("ca.pem"),
                "--tlscert=" + ours.file("engine.pem"),
                "--tlskey=" + ours.file("engine-key.pem"))
            .load("codebeaker/python");
  }

  @AfterAll
  void stop() throws Exception {
    if (engine != null) {
      engine.close();
    }
  }

  @AfterEach
  void close() {
    if (rig != null) {
      rig.close();
    }
  }

  private ExecutionRuntime docker(String address, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("codebeaker.container.engine", address);
    settings.put("codebeaker.container.pull", "never");
    settings.put("codebeaker.container.timeout", "10s");
    rig = new ContainerRig(settings);
    return rig.unprepared("docker");
  }

  private ExecutionRuntime docker(String host, Path certificates) {
    return docker(
        "tcp://" + host + ":" + port,
        Map.of("codebeaker.container.certificates", certificates.toString()));
  }

  private static void assertServes(ExecutionRuntime docker) throws Exception {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(docker.availability(PYTHON)).isInstanceOf(Availability.Available.class));
    RecordingSink sink = new RecordingSink();
    try (Sandbox sandbox =
        docker.open(new SandboxSpec("tcp", PYTHON, Optional.empty(), TestLimits.DEFAULTS))) {
      sandbox.start(RunCode.program(PYTHON, "print(6 * 7)"), TestLimits.DEFAULTS, sink).await();
    }
    assertThat(sink.stdout()).as(sink.stderr()).isEqualTo("42\n");
  }

  private static void assertRefused(ExecutionRuntime docker, String... why) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(docker.availability(PYTHON))
                    .isInstanceOfSatisfying(
                        Availability.Unavailable.class,
                        it -> assertThat(it.reason()).contains(why)));
  }

  @Test
  void oneThatIsKnownByItsCertificateServes() throws Exception {
    ExecutionRuntime known =
        docker("127.0.0.1", ours.certifyService("rsa", ours.file("ca.pem"), false));
    assertServes(known);
    assertThat(known.details().get("engine")).isEqualTo("here");
    rig.close();
    assertServes(docker("127.0.0.1", ours.certifyService("ec", ours.file("ca.pem"), true)));
  }

  @Test
  void oneOfAnotherAuthorityIsNotTrusted() throws Exception {
    Path certificates = ours.certifyService("misled", strangers.file("ca.pem"), true);
    assertRefused(docker("127.0.0.1", certificates), "do not trust each other", "tcp://127.0.0.1");
  }

  @Test
  void oneOfAnotherNameIsNotTrusted() throws Exception {
    Path certificates = ours.certifyService("elsewhere", ours.file("ca.pem"), true);
    assertRefused(docker("localhost", certificates), "do not trust each other", "localhost");
  }

  @Test
  void oneThatDoesNotKnowTheServiceRefusesIt() throws Exception {
    Path certificates = strangers.certifyService("unknown", ours.file("ca.pem"), true);
    assertRefused(docker("127.0.0.1", certificates), "tcp://127.0.0.1:" + port);
  }

  @Test
  void certificatesThatAreRenewedHoldWithoutARestart() throws Exception {
    Path certificates = strangers.certifyService("late", ours.file("ca.pem"), true);
    ExecutionRuntime docker = docker("127.0.0.1", certificates);
    assertRefused(docker, "tcp://127.0.0.1:" + port);

    Path renewed = ours.certifyService("renewed", ours.file("ca.pem"), false);
    for (String file : List.of("cert.pem", "key.pem")) {
      Files.move(
          renewed.resolve(file), certificates.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }

    assertServes(docker);
  }

  @Test
  void aCertificateThatIsMissingIsNamed() throws Exception {
    Path certificates = ours.certifyService("keyless", ours.file("ca.pem"), true);
    Files.delete(certificates.resolve("key.pem"));
    assertRefused(docker("127.0.0.1", certificates), certificates.resolve("key.pem").toString());
  }

  @Test
  void aKeyOfAnotherKindIsNamed() throws Exception {
    Path certificates = ours.certifyService("oldfashioned", ours.file("ca.pem"), true);
    Files.writeString(certificates.resolve("key.pem"), "-----BEGIN RSA PRIVATE KEY-----\n");
    assertRefused(docker("127.0.0.1", certificates), "PKCS #8", "key.pem");
  }

  @Test
  void withoutTlsItIsNotSpokenToUnlessThatIsAllowed() throws Exception {
    try (EngineProxy plain = EngineProxy.byTcp(Path.of(engine.address().getPath()))) {
      String address = plain.address().toString();
      assertRefused(docker(address, Map.of()), address, "allow-plain-tcp");
      rig.close();
      assertServes(docker(address, Map.of("codebeaker.container.allow-plain-tcp", "true")));
    }
  }

  /** As one on another machine would not. */
  @Test
  void oneThatDoesNotSeeTheServicesFilesServesAllTheSame() throws Exception {
    try (OwnEngine remote = OwnEngine.start(OwnEngine.ELSEWHERE).load("codebeaker/python")) {
      ExecutionRuntime docker = docker(remote.address().toString(), Map.of());
      assertServes(docker);
      assertThat(docker.details().get("engine")).startsWith("elsewhere");
    }
  }
}
