package dev.codebeaker.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupMountsTest {
  @TempDir Path process;

  @Test
  void aHierarchyForEachController() throws Exception {
    GroupMounts mounts =
        mounts(
            """
            25 1 0:22 / / rw - ext4 /dev/root rw
            31 30 0:27 / /sys/fs/cgroup/memory rw,nosuid shared:9 - cgroup cgroup rw,memory
            32 30 0:28 / /sys/fs/cgroup/cpu,cpuacct rw master:2 - cgroup cgroup rw,cpu,cpuacct
            33 30 0:29 / /sys/fs/cgroup/pids rw - cgroup cgroup rw,pids
            """,
            """
            5:pids:/
            4:memory:/user/one
            3:cpu,cpuacct:/
            """);
    assertThat(mounts.unified()).isEmpty();
    assertThat(mounts.separate().directories())
        .isEqualTo(
            Map.of(
                GroupController.MEMORY, Path.of("/sys/fs/cgroup/memory/user/one"),
                GroupController.PIDS, Path.of("/sys/fs/cgroup/pids"),
                GroupController.CPU, Path.of("/sys/fs/cgroup/cpu,cpuacct"),
                GroupController.CPUACCT, Path.of("/sys/fs/cgroup/cpu,cpuacct")));
    assertThat(mounts.separate().distinct()).hasSize(3);
  }

  @Test
  void aContainerSeesItsPartOnly() throws Exception {
    GroupMounts mounts =
        mounts(
            """
            31 30 0:27 /docker/abc /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
            33 30 0:29 /docker/abc /sys/fs/cgroup/pids rw - cgroup cgroup rw,pids
            """,
            """
            5:pids:/docker/abc/inner
            4:memory:/elsewhere
            """);
    assertThat(mounts.separate().directories())
        .containsEntry(GroupController.MEMORY, Path.of("/sys/fs/cgroup/memory"))
        .containsEntry(GroupController.PIDS, Path.of("/sys/fs/cgroup/pids/inner"));
  }

  @Test
  void oneHierarchyForAll() throws Exception {
    String mount = "29 23 0:26 / /sys/fs/c\\040group rw - cgroup2 cgroup2 rw,nsdelegate\n";
    assertThat(mounts(mount, "0::/system.slice/codebeaker.service\n").unified())
        .contains(
            new GroupMounts.Own(Path.of("/sys/fs/c group/system.slice/codebeaker.service"), false));
    assertThat(mounts(mount, "0::/\n").unified())
        .contains(new GroupMounts.Own(Path.of("/sys/fs/c group"), true));
  }

  private GroupMounts mounts(String mountinfo, String cgroup) throws IOException {
    Files.writeString(process.resolve("mountinfo"), mountinfo);
    Files.writeString(process.resolve("cgroup"), cgroup);
    return GroupMounts.read(process);
  }
}
