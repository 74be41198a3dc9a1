package dev.codebeaker.runtime.process.jail;

import dev.codebeaker.linux.ChildProcess;
import dev.codebeaker.linux.ControlGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jboss.logging.Logger;

/** What the kernel counts for the control group of a jail; after its end, what it has counted. */
final class GroupConsumption implements Consumption {
  private static final Logger LOG = Logger.getLogger(GroupConsumption.class);

  private final ControlGroup group;
  private final boolean ours;

  private volatile Duration lastCpu = Duration.ZERO;
  private volatile long lastMemory;
  private volatile boolean lastOutOfMemory;

  /**
   * @param ours whether it was made for the jail alone by this service, which then removes it
   */
  GroupConsumption(ControlGroup group, boolean ours) {
    this.group = group;
    this.ours = ours;
  }

  @Override
  public boolean countsFromTheStart() {
    return !ours || group.takesThreads();
  }

  @Override
  public void enroll(ChildProcess first) throws IOException {
    if (countsFromTheStart()) {
      return;
    }
    for (long pid : Members.from(first.pid())) {
      group.add(pid);
    }
  }

  @Override
  public Duration cpu() {
    try {
      lastCpu = group.cpuTime().orElse(Duration.ZERO);
    } catch (IOException removed) {
      // What was known before stands.
    }
    return lastCpu;
  }

  @Override
  public long memoryBytes() {
    try {
      lastMemory = group.peakMemoryBytes().orElse(0);
    } catch (IOException removed) {
      // What was known before stands.
    }
    return lastMemory;
  }

  @Override
  public boolean ranOutOfMemory() {
    try {
      lastOutOfMemory |= group.killedForMemory();
    } catch (IOException removed) {
      // What was known before stands.
    }
    return lastOutOfMemory;
  }

  @Override
  public boolean boundsMemory() {
    return true;
  }

  @Override
  public Collection<Long> members() {
    try {
      return group.processes();
    } catch (IOException removed) {
      return List.of();
    }
  }

  @Override
  public int tasks() {
    return members().size();
  }

  @Override
  public boolean killAll() throws IOException {
    if (ours) {
      group.kill();
    }
    return ours;
  }

  private void remember() {
    var unusedCpu = cpu();
    var unusedMemory = memoryBytes();
    var unusedOutOfMemory = ranOutOfMemory();
  }

  @Override
  public void close() {
    remember();
    if (!ours) {
      return;
    }
    try {
      group.close();
    } catch (IOException e) {
      LOG.warnf("The control group of a jail could not be removed: %s", e.getMessage());
    }
  }
}
