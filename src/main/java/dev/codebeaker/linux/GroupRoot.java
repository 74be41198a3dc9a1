package dev.codebeaker.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The group below which the service makes its own, if it may. */
record GroupRoot(GroupFiles files, GroupPlaces places) {
  /**
   * @param process its directory below /proc
   */
  static Optional<GroupRoot> find(Path process) throws IOException {
    GroupMounts mounts = GroupMounts.read(process);
    Optional<GroupMounts.Own> unified = mounts.unified();
    if (unified.isPresent()) {
      Optional<GroupRoot> second = DelegatedGroup.open(unified.get().group(), unified.get().top());
      if (second.isPresent()) {
        return second;
      }
    }
    GroupPlaces places = mounts.separate();
    boolean usable =
        places.has(GroupController.MEMORY)
            && places.has(GroupController.PIDS)
            && places.distinct().stream().allMatch(Files::isWritable);
    return usable ? Optional.of(new GroupRoot(new FirstVersionFiles(), places)) : Optional.empty();
  }
}
