package dev.codebeaker.testing;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.workspace.WorkspaceConfig;
import dev.codebeaker.workspace.Workspaces;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Workspaces under a directory of the test's own. */
public final class TestWorkspaces {
  private TestWorkspaces() {}

  public static Workspaces in(Path state) {
    return new Workspaces(config(state));
  }

  public static WorkspaceConfig config(Path state) {
    return new WorkspaceConfig() {
      @Override
      public Optional<Path> stateDirectory() {
        return Optional.of(state);
      }

      @Override
      public Optional<Path> memoryDirectory() {
        return Optional.empty();
      }

      @Override
      public int maxReadBytes() {
        return 1 << 20;
      }

      @Override
      public int maxListed() {
        return 1000;
      }
    };
  }

  /** Room for 100 KB in 20 files. */
  public static Limits smallLimits() {
    return limits(Map.of(Limit.WORKSPACE, 100_000L, Limit.FILES, 20L));
  }

  public static Limits limits(Map<Limit, Long> replaced) {
    EnumMap<Limit, Long> values = new EnumMap<>(Limit.class);
    values.put(Limit.WALL, 30_000L);
    values.put(Limit.CPU, 30_000L);
    values.put(Limit.MEMORY, 512L << 20);
    values.put(Limit.STACK, 1L << 20);
    values.put(Limit.OUTPUT, 8L << 20);
    values.put(Limit.WORKSPACE, 256L << 20);
    values.put(Limit.FILES, 10_000L);
    values.put(Limit.OPEN_FILES, 64L);
    values.put(Limit.PROCESSES, 1L);
    values.putAll(replaced);
    return Limits.of(values);
  }
}
