package dev.codebeaker.runtime.process.container;

import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.model.Container;
import dev.codebeaker.workspace.Workspaces;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Removes what instances of this service that are dead have left on the engine: those that ran on
 * this host, with this state directory. Others' are not touched.
 */
final class Reconciler {
  private static final Logger LOG = Logger.getLogger(Reconciler.class);

  private final Engine engine;
  private final Workspaces workspaces;

  Reconciler(Engine engine, Workspaces workspaces) {
    this.engine = engine;
    this.workspaces = workspaces;
  }

  /**
   * @return the volumes that the engine does not give up yet
   */
  List<String> removeLeftOvers() throws IOException {
    List<String> inUse = new ArrayList<>();
    Map<String, String> ours =
        Map.of(Labels.HOST, Labels.host(), Labels.STATE, workspaces.stateDirectory().toString());
    for (Container container : engine.labelled(ours)) {
      String instance = container.getLabels().getOrDefault(Labels.INSTANCE, "");
      if (!instance.isEmpty() && workspaces.isDead(instance)) {
        LOG.infof("Removing the container %s of a dead instance", container.getId());
        engine.remove(container.getId());
      }
    }
    for (InspectVolumeResponse volume : engine.remote().volumes(ours)) {
      String instance = volume.getLabels().getOrDefault(Labels.INSTANCE, "");
      if (!instance.isEmpty() && workspaces.isDead(instance)) {
        LOG.infof("Removing the volume %s of a dead instance", volume.getName());
        try {
          engine.remote().removeVolume(volume.getName());
        } catch (EngineUnreachable lost) {
          throw lost;
        } catch (IOException refused) {
          inUse.add(volume.getName()); // by a container that it is about to remove
        }
      }
    }
    return inUse;
  }
}
