package dev.codebeaker.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Confinement and start together, as a jail without namespaces uses them. */
class JailStartTest {
  private static final Credentials SOMEBODY = new Credentials(54_020, 54_020);

  @Test
  void aProgramIsConfinedAsItsThreadWasAndTheServiceIsNot() throws IOException {
    int own = ThreadIdentity.ownUser();
    Confinement confinement =
        new Confinement(
            Landlock.nothing().executable(Path.of("/usr")).readable(Path.of("/proc")),
            SeccompFilter.refusing(),
            own == 0 ? Optional.of(SOMEBODY) : Optional.empty());
    try (Programs programs = new Programs()) {
      assertThat(
              programs.output(
                  "id -u; cat /etc/passwd 2>&1; grep -E 'NoNew|Seccomp:' /proc/self/status",
                  program -> programs.spawner.startConfined(program, confinement::apply)))
          .isEqualTo(
              (own == 0 ? 54_020 : own)
                  + "\ncat: /etc/passwd: Permission denied\nNoNewPrivs:\t1\nSeccomp:\t2\n");
      assertThat(programs.output("id -u; head -c 4 /etc/passwd")).isEqualTo(own + "\nroot");
    }
  }

  /** So its group holds all of it, and one signal ends it. */
  @Test
  void aProgramLeadsASessionAndNothingOfItGetsAnother() throws IOException {
    Confinement confinement =
        new Confinement(
            Landlock.nothing()
                .executable(Path.of("/usr"), Path.of("/bin"), Path.of("/lib"), Path.of("/lib64"))
                .readable(Path.of("/proc"))
                .device(Path.of("/dev/null")),
            SeccompFilter.refusing(Refusal.MORE_SESSIONS),
            Optional.empty());
    try (Programs programs = new Programs()) {
      String script =
          """
          set -- $(cat /proc/$$/stat)
          [ "$5" = $$ ] && [ "$6" = $$ ] && echo leads
          (setsid echo got away 2>/dev/null) || echo refused
          """;
      assertThat(
              programs.output(
                  script, program -> programs.spawner.startConfined(program, confinement::apply)))
          .isEqualTo("leads\nrefused\n");
    }
  }
}
