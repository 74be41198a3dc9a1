package dev.codebeaker.linux;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The profile for a pod whose jails bubblewrap makes. */
class PodSeccompTest {
  private static final Path PROFILE =
      Path.of("kubernetes/overlays/bubblewrap/seccomp/codebeaker.json");

  /** What bubblewrap calls for the options of a jail, as strace shows it. */
  private static final Path CALLS = Path.of("src/test/resources/deployment/bubblewrap-calls.txt");

  /** What jails are made with. Guests are refused these by their own filter. */
  private static final Set<String> FOR_JAILS =
      Set.of("clone", "clone3", "mount", "pivot_root", "sethostname", "umount2", "unshare");

  private JsonNode profile;

  @BeforeEach
  void readTheProfile() throws IOException {
    profile = new ObjectMapper().readTree(Files.readString(PROFILE));
  }

  @Test
  void whatIsNotNamedIsAbsent() {
    assertThat(profile.path("defaultAction").asText()).isEqualTo("SCMP_ACT_ERRNO");
    assertThat(profile.path("defaultErrnoRet").asInt()).isEqualTo(LinuxFailure.ENOSYS);
  }

  @Test
  void bubblewrapMayDoWhatItDoes() throws IOException {
    List<String> calls = Files.readAllLines(CALLS);

    assertThat(calls).contains("mount", "pivot_root", "unshare");
    assertThat(names("SCMP_ACT_ALLOW")).containsAll(calls);
  }

  @Test
  void theServiceCanConfineItself() {
    assertThat(names("SCMP_ACT_ALLOW"))
        .contains("seccomp", "prctl", "landlock_create_ruleset", "landlock_add_rule")
        .contains("landlock_restrict_self", "pidfd_open", "pidfd_send_signal");
  }

  @Test
  void whatNoGuestMayThePodMayOnlyForJails() {
    Set<String> guests =
        EnumSet.range(SystemCall.MOUNT, SystemCall.LANDLOCK_RESTRICT_SELF).stream()
            .map(call -> call.name().toLowerCase(Locale.ROOT))
            .filter(name -> !name.startsWith("landlock_"))
            .collect(toSet());
    guests.removeAll(FOR_JAILS);
    // Only to ask for the usual one and to set it.
    guests.remove("personality");

    assertThat(names("SCMP_ACT_ALLOW")).containsAll(FOR_JAILS).doesNotContainAnyElementsOf(guests);
  }

  @Test
  void nothingIsBothAllowedAndRefused() {
    assertThat(names("SCMP_ACT_ERRNO"))
        .isNotEmpty()
        .doesNotContainAnyElementsOf(names("SCMP_ACT_ALLOW"));
  }

  private Set<String> names(String action) {
    return StreamSupport.stream(profile.path("syscalls").spliterator(), false)
        .filter(group -> group.path("action").asText().equals(action))
        .flatMap(group -> StreamSupport.stream(group.path("names").spliterator(), false))
        .map(JsonNode::asText)
        .collect(toSet());
  }
}
