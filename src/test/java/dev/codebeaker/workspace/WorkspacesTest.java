package dev.codebeaker.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codebeaker.testing.TestWorkspaces;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspacesTest {
  @TempDir Path directory;

  @Test
  void whatDeadServicesLeftIsSwept() throws IOException {
    Path state = directory.resolve("state");
    TestWorkspaces.in(state).close();
    Path dead = Files.createDirectories(state.resolve("instance-dead/sessions/s/workspace/d"));
    Files.writeString(dead.resolve("file"), "x");
    Files.createFile(state.resolve("instance-dead/lock"));
    try (Workspaces next = TestWorkspaces.in(state)) {
      assertThat(state.resolve("instance-dead")).doesNotExist();
      assertThat(next.open("s", TestWorkspaces.smallLimits()).hostPath()).isEmptyDirectory();
    }
  }

  @Test
  void whatLiveServicesHoldIsLeftAlone() {
    Path state = directory.resolve("state");
    try (Workspaces first = TestWorkspaces.in(state)) {
      Workspace workspace = first.open("s", TestWorkspaces.smallLimits());
      TestWorkspaces.in(state).close();
      assertThat(workspace.hostPath()).exists();
    }
  }

  @Test
  void whatAnotherProcessHoldsIsLeftAloneUntilItIsKilled() throws Exception {
    Path state = directory.resolve("state");
    Process other =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                codeOf(Workspaces.class) + File.pathSeparator + codeOf(Holder.class),
                Holder.class.getName(),
                state.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Path held = Path.of(other.inputReader().readLine());
    TestWorkspaces.in(state).close();
    assertThat(held).exists();
    other.destroyForcibly().waitFor();
    assertThat(held).exists();
    TestWorkspaces.in(state).close();
    assertThat(held).doesNotExist();
  }

  @Test
  void theStateDirectoryIsPrivateAndEmptyAfterwards() throws IOException {
    Path state = directory.resolve("deep/state");
    try (Workspaces workspaces = TestWorkspaces.in(state)) {
      workspaces.open("s", TestWorkspaces.smallLimits());
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state)))
          .isEqualTo("rwx------");
    }
    try (var left = Files.list(state)) {
      assertThat(left.map(Path::getFileName).map(Path::toString)).containsExactly("gate");
    }
  }

  @Test
  void aStateDirectoryThatIsALinkIsRefused() throws IOException {
    Path real = Files.createDirectory(directory.resolve("real"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), real);
    assertThatThrownBy(() -> TestWorkspaces.in(link))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("codebeaker.workspace.state-directory");
  }

  private static String codeOf(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation().getPath();
  }

  /** Holds a workspace until it is killed. */
  static final class Holder {
    public static void main(String[] args) throws InterruptedException {
      Workspace workspace =
          TestWorkspaces.in(Path.of(args[0])).open("s", TestWorkspaces.smallLimits());
      System.out.println(workspace.hostPath());
      Thread.currentThread().join();
    }
  }
}
