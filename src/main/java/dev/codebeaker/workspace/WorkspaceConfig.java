package dev.codebeaker.workspace;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** Where the files of sessions live on the host. */
@ConfigMapping(prefix = "codebeaker.workspace")
public interface WorkspaceConfig {
  /**
   * Holds the files of all open sessions, readable by the service only, emptied as sessions close
   * and swept at start. Several services may share it. Default: {@code codebeaker-<user>} in the
   * directory for temporary files.
   */
  Optional<Path> stateDirectory();

  /**
   * Holds what the service itself keeps for moments, such as the named pipes of programs: small, so
   * that a directory in memory can take it. Default: the same name in {@code /dev/shm}, where that
   * is in memory; else the state directory does.
   */
  Optional<Path> memoryDirectory();

  /**
   * The largest file that one read command answers, in bytes; larger ones must be downloaded as a
   * stream.
   */
  @WithDefault("16777216")
  int maxReadBytes();

  /** The most entries one list command answers. */
  @WithDefault("20000")
  int maxListed();
}
