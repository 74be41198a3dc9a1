package dev.codebeaker.runtime.process.jail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codebeaker.linux.Identity;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UsersTest {
  @Test
  void noTwoServicesOfAMachineTakeTheSameUser() {
    Users one = new Users(true, 171_500, 3);
    Users other = new Users(true, 171_500, 3);
    Identity first = one.take().orElseThrow();
    Identity second = other.take().orElseThrow();
    Identity third = one.take().orElseThrow();
    assertThat(first).isNotEqualTo(second);
    assertThat(third).isNotEqualTo(second).isNotEqualTo(first);
    assertThatThrownBy(other::take)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("codebeaker.process.jail.users");
    one.giveBack(first);
    assertThat(other.take()).contains(first);
    other.giveBack(first);
    other.giveBack(second);
    one.giveBack(third);
  }

  @Test
  void whoIsNoSuperuserHasNoUsersToGive() {
    assertThat(new Users(false, 171_500, 3).take()).isEqualTo(Optional.empty());
  }
}
