package dev.codebeaker.runtime.process.jail;

import dev.codebeaker.linux.ControlGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/** What the kernel counts for the control group of a jail. */
final class GroupConsumption implements Consumption {
  private static final Logger LOG = Logger.getLogger(GroupConsumption.class);

  private final ControlGroup group;

  GroupConsumption(ControlGroup group) {
    this.group = group;
  }

  @Override
  public void enroll(List<Long> members) throws IOException {
    for (long pid : members) {
      group.add(pid);
    }
  }

  @Override
  public Duration cpu() {
    try {
      return group.cpuTime().orElse(Duration.ZERO);
    } catch (IOException removed) {
      return Duration.ZERO;
    }
  }

  @Override
  public long memoryBytes() {
    try {
      return group.peakMemoryBytes().orElse(0);
    } catch (IOException removed) {
      return 0;
    }
  }

  @Override
  public boolean ranOutOfMemory() {
    try {
      return group.killedForMemory();
    } catch (IOException removed) {
      return false;
    }
  }

  @Override
  public boolean boundsMemory() {
    return true;
  }

  @Override
  public boolean killAll() throws IOException {
    group.kill();
    return true;
  }

  @Override
  public void close() {
    try {
      group.close();
    } catch (IOException e) {
      LOG.warnf("The control group of a jail could not be removed: %s", e.getMessage());
    }
  }
}
