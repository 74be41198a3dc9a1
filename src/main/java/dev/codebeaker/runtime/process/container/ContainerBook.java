package dev.codebeaker.runtime.process.container;

import dev.codebeaker.runtime.process.jail.JailSpec.Furnishing;
import dev.codebeaker.runtime.process.jail.Recipe;
import dev.codebeaker.runtime.process.jail.RecipeBook;
import dev.codebeaker.runtime.process.jail.Tier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How one container runtime confines: by jails of this machine where the engine is one of it, and
 * else by calls of the engine alone. Which it is, the first container tells.
 */
final class ContainerBook implements RecipeBook {
  /** Guests that are the service itself could change what it lays down for its supervisors. */
  private static final String NEEDS_USERS =
      "sessions need users of their own there, which only a service that runs as root has";

  private final ContainerConfig config;
  private final ContainerConfig.Runtime runtime;
  private final Tier tier;
  private final EngineWatch watch;
  private final Supplier<Engine> engines;

  /** Of the thread that prepares. */
  private @Nullable Containers tried;

  private String sample = "";

  ContainerBook(
      ContainerConfig config,
      ContainerConfig.Runtime runtime,
      Tier tier,
      EngineWatch watch,
      Supplier<Engine> engines) {
    this.config = config;
    this.runtime = runtime;
    this.tier = tier;
    this.watch = watch;
    this.engines = engines;
  }

  @Override
  public List<Recipe> inOrder(Kitchen kitchen, Map<Tier, String> refused) {
    if (tier == Tier.USER_KERNEL && !kitchen.superuser()) {
      refused.put(tier, NEEDS_USERS);
      return List.of();
    }
    Engine engine = engines.get();
    try {
      new Reconciler(engine, kitchen.workspaces())
          .removeLeftOvers()
          .forEach(watch::removeVolumeLater);
      for (String image : config.images().values()) {
        if (engine.hasImage(image)) {
          sample = image;
          tried =
              new Containers(
                  engine,
                  watch,
                  tier,
                  runtime.ociRuntime(),
                  image,
                  kitchen,
                  new Labels(kitchen.workspaces()),
                  config.cpus());
          return List.of(tried);
        }
      }
      refused.put(tier, "the engine has none of the images of codebeaker.container.images");
    } catch (IOException failure) {
      refused.put(tier, failure.getMessage());
    }
    return List.of();
  }

  @Override
  public Optional<Elsewhere> elsewhere(Kitchen kitchen, Path agents) {
    // A kernel in user space keeps no figures that its guests' limits could be watched by.
    if (tried == null || !tried.isElsewhere() || tier == Tier.USER_KERNEL) {
      return Optional.empty();
    }
    return Optional.of(
        new Elsewhere(
            new RemoteJails(
                engines.get(),
                watch,
                runtime.ociRuntime(),
                new Labels(kitchen.workspaces()),
                config.cpus(),
                kitchen.pipes(),
                agents),
            new Furnishing(List.of(), false, Optional.of(sample))));
  }
}
