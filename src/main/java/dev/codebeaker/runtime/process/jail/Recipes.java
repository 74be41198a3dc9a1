package dev.codebeaker.runtime.process.jail;

import dev.codebeaker.linux.Pipes;
import dev.codebeaker.linux.Spawner;
import dev.codebeaker.workspace.Workspaces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The ways to confine that the configuration allows, the strongest first. */
final class Recipes {
  private static final List<String> USUAL =
      List.of("/usr/bin/bwrap", "/usr/local/bin/bwrap", "/bin/bwrap");

  private final JailConfig config;
  private final Workspaces workspaces;
  private final Spawner spawner;
  private final Pipes pipes;

  Recipes(JailConfig config, Workspaces workspaces, Spawner spawner, Pipes pipes) {
    this.config = config;
    this.workspaces = workspaces;
    this.spawner = spawner;
    this.pipes = pipes;
  }

  /**
   * @param refused takes the tiers that can not even be tried, and why
   */
  List<Recipe> inOrder(Map<Tier, String> refused) {
    List<Recipe> recipes = new ArrayList<>();
    Optional<Path> program = bubblewrap();
    if (program.isPresent()) {
      SystemFiles system = SystemFiles.in(workspaces.directory("etc"));
      if (allows(JailConfig.Choice.BUBBLEWRAP)) {
        recipes.add(new Bubblewrap(program.get(), true, spawner, pipes, system, new byte[0]));
      }
      if (allows(JailConfig.Choice.BUBBLEWRAP_HOST_PROC)) {
        recipes.add(new Bubblewrap(program.get(), false, spawner, pipes, system, new byte[0]));
      }
    } else {
      refused.put(Tier.BUBBLEWRAP, "there is no bwrap: install bubblewrap");
    }
    return recipes;
  }

  private boolean allows(JailConfig.Choice tier) {
    return config.tier() == JailConfig.Choice.AUTO || config.tier() == tier;
  }

  private Optional<Path> bubblewrap() {
    return config
        .bubblewrap()
        .or(() -> USUAL.stream().map(Path::of).filter(Files::isExecutable).findFirst());
  }
}
