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
import java.nio.charset.StandardCharsets;
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
  }

  @AfterEach
  void close() {
    house.close();
    workspaces.close();
  }

  private record Ran(OptionalInt code, String out) {}

  private static Ran run(Jail jail, String script) throws Exception {
    try (Program program = jail.start(script(jail, script))) {
      String out = all(program.stdout());
      return new Ran(program.ended().get(10, TimeUnit.SECONDS), out);
    }
  }

  private static ProgramSpec script(Jail jail, String text) {
    return new ProgramSpec(
        List.of("/bin/sh", "-c", text),
        Map.of("GREETING", "it's \"me\"\n2"),
        jail.paths().workspace(),
        false,
        new KernelLimits(10, 1 << 20, 64, 0));
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
    }
  }

  @ParameterizedTest
  @EnumSource(value = JailConfig.Choice.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void theNextProgramBeginsWhenNothingIsLeftOfTheOneThatRuns(JailConfig.Choice tier)
      throws Exception {
    build(tier);
    try (JailHouse.Place place = house.newPlace();
        Jail jail = place.open(Furnishing.host(List.of(), true), ALLOWANCE);
        Program first = jail.start(script(jail, "sleep 98765 & read line; touch ended"));
        Program next = jail.startNext(script(jail, "ls; ps -A -o args")).orElseThrow()) {
      assertThat(next.started()).isNotDone();
      first.stdin().write("go\n".getBytes(StandardCharsets.US_ASCII));
      String seen = all(next.stdout());
      assertThat(first.ended()).isCompletedWithValue(OptionalInt.of(0));
      assertThat(seen).contains("ended").doesNotContain("sleep 98765");
      assertThat(next.ended().get(10, TimeUnit.SECONDS)).hasValue(0);
      assertThat(run(jail, "echo again").out()).isEqualTo("again\n");
    }
  }

  @ParameterizedTest
  @EnumSource(value = JailConfig.Choice.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void aNextProgramEndsWithItsJail(JailConfig.Choice tier) throws Exception {
    build(tier);
    try (JailHouse.Place place = house.newPlace();
        Jail jail = place.open(Furnishing.host(List.of(), true), ALLOWANCE);
        Program first = jail.start(script(jail, "read line"));
        Program next = jail.startNext(script(jail, "echo never")).orElseThrow()) {
      jail.close();
      assertThat(first.ended().get(10, TimeUnit.SECONDS)).isEmpty();
      assertThat(next.ended().get(10, TimeUnit.SECONDS)).isEmpty();
      assertThat(next.started()).isCancelled();
    }
  }
}
