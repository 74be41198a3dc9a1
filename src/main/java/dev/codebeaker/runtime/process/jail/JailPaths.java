package dev.codebeaker.runtime.process.jail;

/**
 * Where things are as a program in the jail sees them.
 *
 * @param pipes the directory of its programs' named pipes and scripts
 * @param agents the directory of the agents
 * @param brought the directory of what a program brings along, where there is one
 */
public record JailPaths(
    String workspace, String scratch, String pipes, String agents, String brought) {

  /** In a jail that has a root of its own. */
  public static final JailPaths OWN_ROOT =
      new JailPaths(
          "/workspace",
          "/tmp",
          "/run/codebeaker/pipes",
          "/run/codebeaker/agents",
          "/run/codebeaker/brought");
}
