package dev.codebeaker.runtime.process.jail;

import dev.codebeaker.linux.Pipes;
import dev.codebeaker.linux.Poller;
import dev.codebeaker.linux.Spawner;
import dev.codebeaker.workspace.Workspaces;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Knows ways to confine. */
@FunctionalInterface
public interface RecipeBook {
  /**
   * The strongest first.
   *
   * @param refused takes the tiers that can not even be tried, and why
   */
  List<Recipe> inOrder(Kitchen kitchen, Map<Tier, String> refused) throws IOException;

  /**
   * Jails that are made otherwise, where no recipe serves; empty if there are none. Asked when the
   * recipes have been tried.
   *
   * @param agents what all jails are to find at {@link JailPaths#agents}
   */
  default Optional<Elsewhere> elsewhere(Kitchen kitchen, Path agents) throws IOException {
    return Optional.empty();
  }

  /**
   * Jails that are no processes of this machine.
   *
   * @param sample what the one in which they are tried has
   */
  record Elsewhere(Jails jails, JailSpec.Furnishing sample) {}

  /**
   * What recipes are made with.
   *
   * @param superuser whether jails run as users of their own
   * @param memoryIsBounded whether each has a control group
   */
  record Kitchen(
      JailConfig config,
      Workspaces workspaces,
      Poller poller,
      Spawner spawner,
      boolean superuser,
      boolean memoryIsBounded) {
    public Pipes pipes() {
      return new Pipes(poller);
    }
  }
}
