package dev.codebeaker.runtime.process.jail;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** How processes are confined. */
@ConfigMapping(prefix = "codebeaker.process.jail")
public interface JailConfig {
  /**
   * The confinement to use: {@code auto} takes the strongest that works here, tried by really
   * running attacks in it; another one is used or nothing is.
   */
  @WithDefault("auto")
  Choice tier();

  /**
   * Whether processes may run without any confinement where none works. Their isolation is rated 0
   * then, and only the policy {@code trusted} selects them.
   */
  @WithDefault("false")
  boolean allowUnsandboxed();

  /** The bubblewrap program. Default: {@code bwrap} in the usual places. */
  Optional<Path> bubblewrap();

  /** How many jails may be in the middle of their start at once. Default: four a processor. */
  Optional<Integer> maxStarts();

  /**
   * Where the service runs as the superuser, each jail runs as a user of its own: the number of the
   * first of them.
   */
  @WithDefault("61000")
  int firstUser();

  /** How many such users there are. */
  @WithDefault("2000")
  int users();

  /** Whether a control group is made for each jail, where the service may. */
  @WithDefault("true")
  boolean controlGroups();

  /** Which confinement. */
  enum Choice {
    AUTO,
    BUBBLEWRAP,
    BUBBLEWRAP_HOST_PROC,
    LANDLOCK,
    /** No confinement at all, if {@code allow-unsandboxed} is set too. */
    NONE
  }
}
