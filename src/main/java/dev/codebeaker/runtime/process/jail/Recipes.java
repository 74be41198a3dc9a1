package dev.codebeaker.runtime.process.jail;

import dev.codebeaker.linux.Landlock;
import dev.codebeaker.linux.Refusal;
import dev.codebeaker.linux.SeccompFilter;
import dev.codebeaker.runtime.process.jail.RecipeBook.Kitchen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The ways to confine that the configuration allows, the strongest first. */
final class Recipes {
  private static final List<String> USUAL =
      List.of("/usr/bin/bwrap", "/usr/local/bin/bwrap", "/bin/bwrap");

  private final Kitchen kitchen;

  private Recipes(Kitchen kitchen) {
    this.kitchen = kitchen;
  }

  /** A {@link RecipeBook}. */
  static List<Recipe> ofTheHost(Kitchen kitchen, Map<Tier, String> refused) throws IOException {
    return new Recipes(kitchen).inOrder(refused);
  }

  private List<Recipe> inOrder(Map<Tier, String> refused) throws IOException {
    List<Recipe> recipes = new ArrayList<>();
    addBubblewrap(recipes, refused);
    if (allows(JailConfig.Choice.LANDLOCK)) {
      addLandlock(recipes, refused);
    }
    if (kitchen.config().allowUnsandboxed() && allows(JailConfig.Choice.NONE)) {
      recipes.add(new Unconfined(kitchen.spawner(), kitchen.superuser()));
    }
    return recipes;
  }

  private void addBubblewrap(List<Recipe> recipes, Map<Tier, String> refused) throws IOException {
    Optional<Path> program = bubblewrap();
    if (program.isPresent()) {
      byte[] filter = filter().bytes();
      SystemFiles system = SystemFiles.in(kitchen.workspaces().shortLived("etc"));
      if (allows(JailConfig.Choice.BUBBLEWRAP)) {
        recipes.add(
            new Bubblewrap(
                program.get(), true, kitchen.spawner(), kitchen.pipes(), system, filter));
      }
      if (allows(JailConfig.Choice.BUBBLEWRAP_HOST_PROC)) {
        recipes.add(
            new Bubblewrap(
                program.get(), false, kitchen.spawner(), kitchen.pipes(), system, filter));
      }
    } else {
      refused.put(Tier.BUBBLEWRAP, "there is no bwrap: install bubblewrap");
    }
  }

  private void addLandlock(List<Recipe> recipes, Map<Tier, String> refused) throws IOException {
    int version = Landlock.abi();
    if (version < Landlock.ABI_WITH_TCP) {
      refused.put(
          Tier.LANDLOCK,
          "the kernel's Landlock is of version "
              + version
              + ", and "
              + Landlock.ABI_WITH_TCP
              + " is needed");
      return;
    }
    boolean scoped = version >= Landlock.ABI_WITH_SCOPES;
    Set<Refusal> refusals =
        EnumSet.of(Refusal.SOCKETS, Refusal.SHARED_IPC, Refusal.OTHER_PROCESSES, Refusal.WATCHES);
    if (!kitchen.superuser()) {
      refusals.add(Refusal.MORE_SESSIONS);
      refusals.add(Refusal.RIGHTS_BY_NAME);
    }
    recipes.add(
        new LandlockRules(
            kitchen.spawner(),
            new SeccompFilter(refusals),
            kitchen.superuser(),
            kitchen.superuser() || scoped));
  }

  /** Shared memory that nobody has mapped is in no process that could be watched. */
  private SeccompFilter filter() {
    return kitchen.memoryIsBounded()
        ? SeccompFilter.refusing()
        : SeccompFilter.refusing(Refusal.SHARED_IPC);
  }

  private boolean allows(JailConfig.Choice tier) {
    return kitchen.config().tier() == JailConfig.Choice.AUTO || kitchen.config().tier() == tier;
  }

  private Optional<Path> bubblewrap() {
    return kitchen
        .config()
        .bubblewrap()
        .or(() -> USUAL.stream().map(Path::of).filter(Files::isExecutable).findFirst());
  }
}
