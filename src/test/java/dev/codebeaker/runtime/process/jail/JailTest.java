package dev.codebeaker.runtime.process.jail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.linux.Descriptor;
import dev.codebeaker.runtime.process.jail.JailSpec.Allowance;
import dev.codebeaker.runtime.process.jail.JailSpec.Furnishing;
import dev.codebeaker.runtime.process.jail.ProgramSpec.KernelLimits;
import dev.codebeaker.testing.ConfigDefaults;
import dev.codebeaker.workspace.WorkspaceConfig;
import dev.codebeaker.workspace.Workspaces;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every tier that works on this machine, through its own programs. */
class JailTest {
  private static final Allowance ALLOWANCE = new Allowance(32, 256 << 20, 64 << 20, 1000);

  @TempDir Path state;
  @TempDir Path agents;
  private Workspaces workspaces;
  private JailHouse house;

  private void build(JailConfig.Choice tier) throws Exception {
    for (Path directory : List.of(state, agents)) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    }
    workspaces =
        new Workspaces(
            ConfigDefaults.of(
                WorkspaceConfig.class,
                Map.of("codebeaker.workspace.state-directory", state.resolve("s").toString())));
    house =
        new JailHouse(
            ConfigDefaults.of(
                JailConfig.class, Map.of("codebeaker.process.jail.tier", tier.name())),
            workspaces,
            agents);
    System.out.println(tier + " -> " + house.tier() + " " + house.refused());
  }

  @AfterEach
  void close() {
    house.close();
    workspaces.close();
  }

  private record Ran(OptionalInt code, String out) {}

  private static Ran run(Jail jail, String script) throws Exception {
    ProgramSpec spec =
        new ProgramSpec(
            List.of("/bin/sh", "-c", script),
            Map.of("GREETING", "it's \"me\"\n2"),
            jail.paths().workspace(),
            false,
            new KernelLimits(10, 1 << 20, 64, 0));
    try (Program program = jail.start(spec)) {
      String out = all(program.stdout());
      return new Ran(program.ended().get(10, TimeUnit.SECONDS), out);
    }
  }

  private static String all(Descriptor stream) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] buffer = new byte[4096];
    for (int n = stream.read(buffer); n > 0; n = stream.read(buffer)) {
      bytes.write(buffer, 0, n);
    }
    return bytes.toString();
  }

  @ParameterizedTest
  @EnumSource(value = JailConfig.Choice.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void programsRunOneAfterTheOther(JailConfig.Choice tier) throws Exception {
    build(tier);
    try (JailHouse.Place place = house.newPlace();
        Jail jail = place.open(Furnishing.host(List.of(), true), ALLOWANCE)) {
      assertThat(run(jail, "echo hi; echo \"$GREETING\"; exit 7"))
          .isEqualTo(new Ran(OptionalInt.of(7), "hi\nit's \"me\"\n2\n"));
      run(jail, "sleep 1000 & setsid sleep 1000 & exit 0");
      assertThat(run(jail, "kill -9 $$").code()).hasValue(137);
      assertThat(run(jail, "echo still here").out()).isEqualTo("still here\n");
      long begun = System.nanoTime();
      for (int i = 0; i < 50; i++) {
        run(jail, ":");
      }
      System.out.println(tier + " per run ms " + (System.nanoTime() - begun) / 50 / 1e6);
    }
    long begun = System.nanoTime();
    for (int i = 0; i < 20; i++) {
      try (JailHouse.Place place = house.newPlace();
          Jail jail = place.open(Furnishing.host(List.of(), true), ALLOWANCE)) {
        run(jail, ":");
      }
    }
    System.out.println(tier + " per jail ms " + (System.nanoTime() - begun) / 20 / 1e6);
  }
}
