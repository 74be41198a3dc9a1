package dev.codebeaker.runtime.process.jail;

import dev.codebeaker.execution.TerminalSize;
import dev.codebeaker.linux.Identity;
import dev.codebeaker.linux.Poller;
import dev.codebeaker.linux.Spawner;
import dev.codebeaker.runtime.process.jail.JailSpec.Allowance;
import dev.codebeaker.runtime.process.jail.JailSpec.Furnishing;
import dev.codebeaker.workspace.FileOwner;
import dev.codebeaker.workspace.PreparedWorkspace;
import dev.codebeaker.workspace.Workspaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * All that jails need of the machine: the strongest confinement that works here, users, and the
 * directories the service shows them. Made once; closing it ends every jail.
 */
public final class JailHouse implements AutoCloseable {
  /** Several houses share the directories. */
  private static final AtomicLong NAMES = new AtomicLong();

  private static final int STARTS_PER_PROCESSOR = 4;

  private final Workspaces workspaces;
  private final Users users;
  private final ControlGroupUse groups;
  private final Poller poller;
  private final Spawner spawner;
  private final Map<Tier, String> refused = new LinkedHashMap<>();
  private final @Nullable Jails jails;

  /**
   * Blocks while the tiers are tried.
   *
   * @param agents what all jails are to find at {@link JailPaths#agents}
   */
  public JailHouse(JailConfig config, Workspaces workspaces, Path agents)
      throws IOException, InterruptedException {
    this(config, workspaces, agents, Recipes::ofTheHost, groups(config, workspaces));
  }

  /**
   * One whose jails are limited by whatever else confines them. Blocks while that is tried.
   *
   * @param recipes the ways to confine, the strongest first
   */
  public JailHouse(JailConfig config, Workspaces workspaces, Path agents, RecipeBook recipes)
      throws IOException, InterruptedException {
    this(config, workspaces, agents, recipes, ControlGroupUse.none());
  }

  private JailHouse(
      JailConfig config,
      Workspaces workspaces,
      Path agents,
      RecipeBook recipes,
      ControlGroupUse groups)
      throws IOException, InterruptedException {
    boolean superuser = isSuperuser();
    if (superuser) {
      workspaces.letThrough();
    }
    this.workspaces = workspaces;
    this.users = new Users(superuser, config.firstUser(), config.users());
    this.poller = new Poller();
    int starts =
        config
            .maxStarts()
            .orElse(STARTS_PER_PROCESSOR * Runtime.getRuntime().availableProcessors());
    this.spawner = new Spawner(poller, Math.min(starts, 16));
    this.groups = groups;
    this.jails = choose(config, agents, starts, recipes);
  }

  private @Nullable Jails choose(JailConfig config, Path agents, int starts, RecipeBook recipes)
      throws IOException, InterruptedException {
    RecipeBook.Kitchen kitchen =
        new RecipeBook.Kitchen(
            config, workspaces, poller, spawner, users.areNumbered(), groups.isThere());
    LocalJails.Places places =
        new LocalJails.Places(
            passage(workspaces.shortLived("jails")),
            passage(workspaces.directory("brought")),
            agents,
            SupervisorShell.in(agents));
    for (Recipe recipe : recipes.inOrder(kitchen, refused)) {
      Jails candidate = new LocalJails(recipe, poller, places, groups, starts);
      if (serves(candidate, recipe.sample())) {
        return candidate;
      }
    }
    Optional<RecipeBook.Elsewhere> elsewhere = recipes.elsewhere(kitchen, agents);
    return elsewhere.isPresent() && serves(elsewhere.get().jails(), elsewhere.get().sample())
        ? elsewhere.get().jails()
        : null;
  }

  /** What does not is closed. */
  private boolean serves(Jails candidate, Furnishing sample)
      throws IOException, InterruptedException {
    Optional<String> refusal = tried(candidate, sample);
    if (refusal.isPresent()) {
      refused.put(candidate.tier(), refusal.get());
      candidate.close();
      return false;
    }
    refused.remove(candidate.tier());
    return true;
  }

  /** Only where the service may make groups. */
  private static ControlGroupUse groups(JailConfig config, Workspaces workspaces) {
    return config.controlGroups()
        ? ControlGroupUse.where(workspaces.instance())
        : ControlGroupUse.none();
  }

  private Optional<String> tried(Jails candidate, Furnishing sample)
      throws IOException, InterruptedException {
    if (candidate.tier() == Tier.NONE) {
      return Optional.empty();
    }
    Optional<Identity> identity = users.take();
    try (PreparedWorkspace place = place(identity)) {
      return new TierProbe(candidate).refusal(place, identity, sample);
    } finally {
      identity.ifPresent(users::giveBack);
    }
  }

  private static Path passage(Path directory) throws IOException {
    return Files.setPosixFilePermissions(
        directory, java.nio.file.attribute.PosixFilePermissions.fromString("rwx--x--x"));
  }

  private PreparedWorkspace place(Optional<Identity> identity) throws IOException {
    FileOwner owner =
        identity.isPresent() ? FileOwner.user(identity.get().user()) : FileOwner.SERVICE;
    return workspaces.prepare("place-" + NAMES.incrementAndGet(), owner);
  }

  /** Whether processes can be run at all. */
  public boolean isOpen() {
    return jails != null;
  }

  /** How they are confined; {@link Tier#NONE} also where none can be run. */
  public Tier tier() {
    return jails == null ? Tier.NONE : jails.tier();
  }

  /** Whether each jail has a control group of its own. */
  public boolean hasControlGroups() {
    return groups.isThere();
  }

  /** Why the stronger tiers are not used. */
  public Map<Tier, String> refused() {
    return Map.copyOf(refused);
  }

  /** Where a workspace and jails for it can be. The caller closes it, after its jails. */
  public Place newPlace() throws IOException {
    Optional<Identity> identity = users.take();
    try {
      return new Place(identity, place(identity));
    } catch (IOException | RuntimeException failure) {
      identity.ifPresent(users::giveBack);
      throw failure;
    }
  }

  public Jails jails() {
    if (jails == null) {
      throw new IllegalStateException("processes can not be confined here: " + refused);
    }
    return jails;
  }

  @Override
  public void close() {
    if (jails != null) {
      jails.close();
    }
    groups.close();
    spawner.close();
    poller.close();
  }

  private static boolean isSuperuser() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }

  /** Directories and a user, for one session. */
  public final class Place implements AutoCloseable {
    private final Optional<Identity> identity;
    private final PreparedWorkspace files;

    private Place(Optional<Identity> identity, PreparedWorkspace files) {
      this.identity = identity;
      this.files = files;
    }

    public PreparedWorkspace files() {
      return files;
    }

    /** Opens one more jail on these files. */
    public Jail open(Furnishing furnishing, Allowance allowance)
        throws IOException, InterruptedException {
      return jails().open(spec(furnishing, allowance), identity);
    }

    /** Opens a jail for one program with a terminal, which starts below the workspace. */
    public TerminalJail openTerminal(
        Furnishing furnishing, Allowance allowance, ProgramSpec program, TerminalSize size)
        throws IOException, InterruptedException {
      return jails().openTerminal(spec(furnishing, allowance), program, size, identity);
    }

    private JailSpec spec(Furnishing furnishing, Allowance allowance) {
      return new JailSpec(files.hostPath(), files.scratchPath(), furnishing, allowance);
    }

    /** Gives the user back; the files are whoever's who opened them as a workspace. */
    @Override
    public void close() {
      identity.ifPresent(users::giveBack);
    }
  }
}
