package dev.codebeaker.runtime.process.jail;

import dev.codebeaker.linux.Pipes;
import dev.codebeaker.linux.Poller;
import dev.codebeaker.linux.Spawner;
import dev.codebeaker.workspace.Workspaces;
import java.io.IOException;
import java.util.List;
import java.util.Map;

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
    Pipes pipes() {
      return new Pipes(poller);
    }
  }
}
