package dev.codebeaker.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.ShutdownEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShutdownTest {
  private final Shutdown shutdown = new Shutdown();
  private final List<String> closed = new ArrayList<>();

  @Test
  void whatWasMadeLastIsClosedFirst() {
    shutdown.owns(() -> closed.add("workspaces"));
    shutdown.owns(() -> closed.add("runtime"));
    shutdown.owns(() -> closed.add("sessions"));

    shutdown.stopping(new ShutdownEvent());

    assertThat(closed).containsExactly("sessions", "runtime", "workspaces");
  }

  @Test
  void aPartThatFailsDoesNotKeepTheOthersOpen() {
    shutdown.owns(() -> closed.add("workspaces"));
    shutdown.owns(
        () -> {
          throw new IllegalStateException("on purpose");
        });

    shutdown.stopping(new ShutdownEvent());

    assertThat(closed).containsExactly("workspaces");
  }
}
