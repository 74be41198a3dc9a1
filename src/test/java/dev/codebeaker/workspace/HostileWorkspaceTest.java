package dev.codebeaker.workspace;

import static dev.codebeaker.testing.Failures.failsWith;
import static dev.codebeaker.workspace.WorkspaceTest.bytes;
import static dev.codebeaker.workspace.WorkspaceTest.path;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.testing.TestWorkspaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Code in the sandbox may do anything to the files, at any moment. */
class HostileWorkspaceTest {
  private static final Limits LARGE =
      TestWorkspaces.limits(Map.of(Limit.WORKSPACE, 100_000L, Limit.FILES, 1000L));

  @TempDir Path state;
  @TempDir Path outside;
  private Workspaces workspaces;
  private Workspace workspace;
  private Path host;

  @BeforeEach
  void open() throws IOException {
    workspaces = TestWorkspaces.in(state);
    workspace = workspaces.open("one", TestWorkspaces.smallLimits());
    host = workspace.hostPath();
    Files.writeString(outside.resolve("secret"), "secret");
  }

  @AfterEach
  void outsideIsUntouched() throws IOException {
    workspaces.close();
    assertThat(outside.resolve("secret")).hasContent("secret");
    try (var left = Files.list(outside)) {
      assertThat(left).hasSize(1);
    }
  }

  @Test
  void linksToFilesAreNotFollowed() throws IOException {
    Files.createSymbolicLink(host.resolve("link"), outside.resolve("secret"));
    ServiceException failure =
        failsWith(ErrorCode.WORKSPACE_ESCAPE, () -> workspace.read(path("link")));
    assertThat(failure.getMessage()).contains("link");
    failsWith(ErrorCode.WORKSPACE_ESCAPE, () -> workspace.write(path("link"), bytes("x")));
    failsWith(ErrorCode.WORKSPACE_ESCAPE, () -> workspace.append(path("link"), bytes("x")));
    failsWith(ErrorCode.WORKSPACE_ESCAPE, () -> workspace.copy(path("link"), path("b")));
    failsWith(ErrorCode.WORKSPACE_ESCAPE, () -> workspace.download(path("link")));
  }

  @Test
  void filesAreCountedWhereNobodyIsMeantToLook() throws IOException {
    assertThat(workspace.exceeded()).isEmpty();
    Path hidden = Files.createDirectories(host.resolve("hidden/deeper"));
    Files.write(hidden.resolve("large"), new byte[200_000]);
    for (Path directory : new Path[] {hidden, hidden.getParent(), host}) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("---------"));
    }
    assertThat(workspace.exceeded()).contains(Limit.WORKSPACE);
  }

  @Test
  void filesBelowTheDeepestPathAreCounted() throws IOException {
    Path deep = host;
    for (int level = 0; level < 70; level++) {
      deep = deep.resolve("d");
    }
    Files.createDirectories(deep);
    assertThat(workspaces.open("two", LARGE).exceeded()).isEmpty();
    Workspace roomy = workspaces.open("one", LARGE);
    Files.write(deep.resolve("large"), new byte[200_000]);
    assertThat(roomy.exceeded()).contains(Limit.WORKSPACE);
  }

  @Test
  void whatIsTooDeepToBeCountedIsTooMuch() throws IOException {
    Path deep = host;
    for (int level = 0; level < 200; level++) {
      deep = deep.resolve("d");
    }
    Files.createDirectories(deep);
    assertThat(workspaces.open("one", LARGE).exceeded()).contains(Limit.FILES);
  }

  @Test
  void linksToDirectoriesAreNotFollowed() throws IOException {
    Files.createSymbolicLink(host.resolve("link"), outside);
    failsWith(ErrorCode.WORKSPACE_ESCAPE, () -> workspace.read(path("link/secret")));
    failsWith(ErrorCode.WORKSPACE_ESCAPE, () -> workspace.write(path("link/x"), bytes("x")));
    failsWith(ErrorCode.WORKSPACE_ESCAPE, () -> workspace.delete(path("link/secret"), false));
    failsWith(ErrorCode.WORKSPACE_ESCAPE, () -> workspace.makeDirectory(path("link/x")));
    failsWith(ErrorCode.WORKSPACE_ESCAPE, () -> workspace.list(path("link"), true));
    failsWith(ErrorCode.WORKSPACE_ESCAPE, () -> workspace.move(path("link/secret"), path("b")));
    assertThat(workspace.list(WorkspacePath.ROOT, true))
        .singleElement()
        .extracting(FileEntry::kind)
        .isEqualTo(FileEntry.Kind.LINK);
  }

  @Test
  void aLinkIsDeletedAndNotWhatItPointsTo() throws IOException {
    Files.createSymbolicLink(host.resolve("link"), outside);
    workspace.delete(path("link"), true);
    assertThat(workspace.list(WorkspacePath.ROOT, false)).isEmpty();
  }

  @Test
  void aHardLinkIsReplacedAndNotWrittenThrough() throws IOException {
    Path other = Files.writeString(state.resolve("other"), "mine");
    Files.createLink(host.resolve("hard"), other);
    workspace.write(path("hard"), bytes("x"));
    assertThat(other).hasContent("mine");
  }

  @Test
  void recursiveDeleteStaysInside() throws IOException {
    workspace.makeDirectory(path("d/e"));
    Files.createSymbolicLink(host.resolve("d/e/link"), outside);
    workspace.delete(path("d"), true);
    assertThat(workspace.list(WorkspacePath.ROOT, true)).isEmpty();
  }

  @Test
  @Timeout(20)
  void directoriesSwappedForLinksAreNotFollowed() throws Exception {
    workspace.write(path("d/secret"), bytes("inside"));
    AtomicBoolean stop = new AtomicBoolean();
    Thread guest = Thread.ofPlatform().start(() -> swap(stop));
    try {
      long end = System.nanoTime() + Duration.ofMillis(400).toNanos();
      while (System.nanoTime() < end) {
        try {
          assertThat(workspace.read(path("d/secret"))).isEqualTo(bytes("inside"));
          workspace.write(path("d/planted"), bytes("x"));
        } catch (ServiceException e) {
          assertThat(e.code())
              .as("because of %s", e.getCause())
              .isIn(ErrorCode.WORKSPACE_ESCAPE, ErrorCode.FILE_NOT_FOUND, ErrorCode.FILE_CONFLICT);
        }
      }
    } finally {
      stop.set(true);
      guest.join();
    }
  }

  @Test
  @Timeout(10)
  void pipesDoNotBlock() throws Exception {
    new ProcessBuilder("mkfifo", host.resolve("pipe").toString()).start().waitFor();
    failsWith(ErrorCode.FILE_CONFLICT, () -> workspace.read(path("pipe")));
    failsWith(ErrorCode.FILE_CONFLICT, () -> workspace.write(path("pipe"), bytes("x")));
    failsWith(ErrorCode.FILE_CONFLICT, () -> workspace.append(path("pipe"), bytes("x")));
    failsWith(ErrorCode.FILE_CONFLICT, () -> workspace.read(path("pipe/x")));
    workspace.delete(path("pipe"), false);
  }

  @Test
  void protectedAndDeepTreesAreRemovedOnClose() throws IOException {
    Path deep = host;
    for (int i = 0; i < 300; i++) {
      deep = Files.createDirectory(deep.resolve("d"));
    }
    Path shut = Files.createDirectories(host.resolve("shut/inner"));
    Files.writeString(shut.resolve("file"), "x");
    Files.setPosixFilePermissions(shut, PosixFilePermissions.fromString("---------"));
    Files.setPosixFilePermissions(shut.getParent(), PosixFilePermissions.fromString("r-xr-xr-x"));
    workspace.close();
    assertThat(host).doesNotExist();
  }

  @Test
  void aDeepTreeIsDeletedOnCommand() throws IOException {
    Path deep = Files.createDirectory(host.resolve("top"));
    for (int i = 0; i < 300; i++) {
      deep = Files.createDirectory(deep.resolve("d"));
    }
    workspace.delete(path("top"), true);
    assertThat(workspace.list(WorkspacePath.ROOT, true)).isEmpty();
  }

  @Test
  void namesNoClientCanAskForAreLeftOut() throws IOException {
    Files.writeString(host.resolve("a\nb"), "x");
    Files.writeString(host.resolve("c"), "x");
    assertThat(workspace.list(WorkspacePath.ROOT, true)).hasSize(1);
  }

  private void swap(AtomicBoolean stop) {
    Path directory = host.resolve("d");
    Path away = host.resolve("away");
    try {
      Path link = Files.createSymbolicLink(host.resolve("l"), outside);
      while (!stop.get()) {
        Files.move(directory, away);
        Files.move(link, directory, StandardCopyOption.ATOMIC_MOVE);
        Files.move(directory, link, StandardCopyOption.ATOMIC_MOVE);
        Files.deleteIfExists(directory);
        Files.move(away, directory);
      }
    } catch (IOException _) {
      // The service made a directory in between: the race is over.
    }
  }
}
