package dev.codebeaker.runtime.process.container;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.Ulimit;
import com.github.dockerjava.api.model.VolumeOptions;
import dev.codebeaker.runtime.process.jail.JailPaths;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A container, hardened: no network, a root that can not be written, no capability and no new
 * privilege, the engine's own filter of system calls, memory without swap, and a user that is not
 * the superuser.
 *
 * @param name unique on the engine
 * @param ociRuntime what starts it
 * @param command its first process
 * @param environment of that, beside the image's
 * @param user number and group number
 * @param binds what it shows of the host
 * @param elsewhere what it has instead of that where the engine does not see the host's files
 * @param labels by which whose it is is found again
 * @param memoryBytes without swap
 * @param cpus processors' worth of time, where the machine has more
 * @param processes and threads
 */
record ContainerSpec(
    String name,
    String image,
    String ociRuntime,
    List<String> command,
    Map<String, String> environment,
    String user,
    List<Shown> binds,
    Optional<Elsewhere> elsewhere,
    Map<String, String> labels,
    long memoryBytes,
    double cpus,
    int processes) {
  private static final long SHARED_MEMORY_BYTES = 16L << 20;
  private static final long NANO = 1_000_000_000;

  /**
   * A directory or file of the host.
   *
   * @param writable whether it may also be changed
   */
  record Shown(Path host, String inside, boolean writable) {
    /** Unlike a bind, it is not made where it is not there. */
    private Mount mount() {
      return new Mount()
          .withType(MountType.BIND)
          .withSource(host.toString())
          .withTarget(inside)
          .withReadOnly(!writable);
    }
  }

  /**
   * Directories that an engine makes for it in memory.
   *
   * @param volume whose files are its workspace
   * @param memory path → options of the directories that it has for itself
   */
  record Elsewhere(String volume, Map<String, String> memory) {
    private Mount mount() {
      return new Mount()
          .withType(MountType.VOLUME)
          .withSource(volume)
          .withTarget(JailPaths.OWN_ROOT.workspace())
          .withVolumeOptions(new VolumeOptions().withNoCopy(true));
    }
  }

  CreateContainerCmd on(CreateContainerCmd command) {
    return command
        .withName(name)
        .withEntrypoint(this.command)
        .withCmd(List.of())
        .withEnv(
            environment.entrySet().stream().map(it -> it.getKey() + "=" + it.getValue()).toList())
        .withUser(user)
        .withWorkingDir(JailPaths.OWN_ROOT.workspace())
        .withHostName("sandbox")
        .withNetworkDisabled(true)
        .withStdinOpen(elsewhere.isPresent())
        .withStdInOnce(elsewhere.isPresent()) // it ends with the service that is attached
        .withStopSignal("SIGKILL") // an engine that is stopped waits for nobody
        .withLabels(labels)
        .withHostConfig(host());
  }

  private List<Mount> mounts() {
    return Stream.concat(binds.stream().map(Shown::mount), elsewhere.stream().map(Elsewhere::mount))
        .toList();
  }

  private HostConfig host() {
    HostConfig host =
        HostConfig.newHostConfig()
            .withRuntime(ociRuntime)
            .withMounts(mounts())
            .withTmpFs(elsewhere.map(Elsewhere::memory).orElse(Map.of()))
            .withInit(elsewhere.isPresent()) // its first process has to bury orphans
            .withAutoRemove(true)
            .withReadonlyRootfs(true)
            .withNetworkMode("none")
            .withCapDrop(Capability.ALL)
            .withSecurityOpts(List.of("no-new-privileges"))
            .withMemory(memoryBytes)
            .withMemorySwap(memoryBytes)
            .withPidsLimit((long) processes)
            .withShmSize(SHARED_MEMORY_BYTES)
            .withUlimits(List.of(new Ulimit("core", 0L, 0L)));
    return cpus < Runtime.getRuntime().availableProcessors()
        ? host.withNanoCPUs(Math.round(cpus * NANO))
        : host;
  }
}
