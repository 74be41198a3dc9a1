package dev.codebeaker.runtime.process.jail;

import dev.codebeaker.linux.ControlGroup;
import dev.codebeaker.linux.ControlGroups;
import dev.codebeaker.linux.GroupLimits;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Puts each jail into a control group of its own, where the service may make one. What dead
 * instances left is ended when it begins.
 */
final class ControlGroupUse implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ControlGroupUse.class);

  /** The confining program, the supervisor and the shells that become programs. */
  private static final int SPARE_PROCESSES = 4;

  private final Optional<ControlGroups> groups;
  private final AtomicLong names = new AtomicLong();

  private ControlGroupUse(Optional<ControlGroups> groups) {
    this.groups = groups;
  }

  static ControlGroupUse none() {
    return new ControlGroupUse(Optional.empty());
  }

  /**
   * @param instance this instance's name
   */
  static ControlGroupUse where(String instance) {
    try {
      Optional<ControlGroups> groups = ControlGroups.open(instance);
      groups.ifPresent(ControlGroupUse::sweep);
      return new ControlGroupUse(groups);
    } catch (IOException e) {
      LOG.infof("Jails get no control groups: %s", e.getMessage());
      return none();
    }
  }

  private static void sweep(ControlGroups groups) {
    try {
      groups.sweep();
    } catch (IOException e) {
      LOG.warnf("The control groups of a dead instance could not be removed: %s", e.getMessage());
    }
  }

  boolean isThere() {
    return groups.isPresent();
  }

  /** One for a jail; empty where there is none. */
  Optional<ControlGroup> open(JailSpec spec) throws IOException {
    if (groups.isEmpty()) {
      return Optional.empty();
    }
    GroupLimits limits =
        new GroupLimits(
            spec.memoryBytes(),
            spec.processes() + SPARE_PROCESSES,
            Runtime.getRuntime().availableProcessors());
    return Optional.of(groups.get().create("jail-" + names.incrementAndGet(), limits));
  }

  @Override
  public void close() {
    groups.ifPresent(
        all -> {
          try {
            all.close();
          } catch (IOException e) {
            LOG.warnf("The control groups of jails could not be removed: %s", e.getMessage());
          }
        });
  }
}
