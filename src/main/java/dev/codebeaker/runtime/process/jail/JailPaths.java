package dev.codebeaker.runtime.process.jail;

/**
 * Where things are as a program in the jail sees them.
 *
 * @param pipes the directory of its programs' named pipes and scripts
 * @param agents the directory of the agents
 * @param brought the directory of what a program brings along, where there is one
 */
public record JailPaths(
    String workspace, String scratch, String pipes, String agents, String brought) {}
