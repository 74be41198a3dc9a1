package dev.codebeaker.workspace;

import static dev.codebeaker.testing.Failures.failsWith;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.testing.TestWorkspaces;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceTest {
  @TempDir Path state;
  private Workspaces workspaces;
  private Workspace workspace;

  @BeforeEach
  void open() {
    workspaces = TestWorkspaces.in(state);
    workspace = workspaces.open("one", TestWorkspaces.smallLimits());
  }

  @AfterEach
  void close() {
    workspaces.close();
  }

  @Test
  void whatWasWrittenIsRead() {
    workspace.write(path("data/in/a.txt"), bytes("hello"));
    assertThat(workspace.read(path("/workspace/data/in/a.txt"))).isEqualTo(bytes("hello"));
  }

  @Test
  void writingReplaces() {
    workspace.write(path("a"), bytes("long content"));
    workspace.write(path("a"), bytes("short"));
    assertThat(workspace.read(path("a"))).isEqualTo(bytes("short"));
    assertThat(workspace.quota().used()).isEqualTo(new WorkspaceQuota.Used(5, 1));
  }

  @Test
  void appendingCreatesAndAdds() {
    workspace.append(path("log"), bytes("a"));
    workspace.append(path("log"), bytes("b"));
    assertThat(workspace.read(path("log"))).isEqualTo(bytes("ab"));
  }

  @Test
  void missingFilesAreReported() {
    failsWith(ErrorCode.FILE_NOT_FOUND, () -> workspace.read(path("no")));
    failsWith(ErrorCode.FILE_NOT_FOUND, () -> workspace.read(path("no/such")));
    failsWith(ErrorCode.FILE_NOT_FOUND, () -> workspace.delete(path("no"), true));
    failsWith(ErrorCode.FILE_NOT_FOUND, () -> workspace.copy(path("no"), path("b")));
    failsWith(ErrorCode.FILE_NOT_FOUND, () -> workspace.move(path("no"), path("b")));
    failsWith(ErrorCode.FILE_NOT_FOUND, () -> workspace.list(path("no"), false));
  }

  @Test
  void directoriesAreNotFiles() {
    workspace.makeDirectory(path("d/e"));
    ServiceException failure = failsWith(ErrorCode.FILE_CONFLICT, () -> workspace.read(path("d")));
    assertThat(failure.getMessage()).contains("'d'").contains("directory");
    assertThat(failure.fix()).isPresent();
    failsWith(ErrorCode.FILE_CONFLICT, () -> workspace.write(path("d/e"), bytes("x")));
    failsWith(ErrorCode.FILE_CONFLICT, () -> workspace.append(path("d"), bytes("x")));
    failsWith(ErrorCode.FILE_CONFLICT, () -> workspace.read(WorkspacePath.ROOT));
    failsWith(ErrorCode.FILE_CONFLICT, () -> workspace.delete(WorkspacePath.ROOT, true));
  }

  @Test
  void filesAreNotDirectories() {
    workspace.write(path("f"), bytes("x"));
    failsWith(ErrorCode.FILE_CONFLICT, () -> workspace.write(path("f/g"), bytes("x")));
    failsWith(ErrorCode.FILE_CONFLICT, () -> workspace.makeDirectory(path("f")));
    failsWith(ErrorCode.FILE_CONFLICT, () -> workspace.list(path("f"), false));
  }

  @Test
  void copyAndMoveFiles() {
    workspace.write(path("a"), bytes("x"));
    workspace.copy(path("a"), path("copies/b"));
    workspace.move(path("a"), path("moved/c"));
    assertThat(workspace.read(path("copies/b"))).isEqualTo(bytes("x"));
    assertThat(workspace.read(path("moved/c"))).isEqualTo(bytes("x"));
    failsWith(ErrorCode.FILE_NOT_FOUND, () -> workspace.read(path("a")));
    assertThat(workspace.quota().used()).isEqualTo(new WorkspaceQuota.Used(2, 4));
  }

  @Test
  void directoriesAreMovedButNotOverAnythingOrIntoThemselves() {
    workspace.write(path("d/x"), bytes("x"));
    workspace.makeDirectory(path("other"));
    failsWith(ErrorCode.FILE_CONFLICT, () -> workspace.move(path("d"), path("other")));
    failsWith(ErrorCode.FILE_CONFLICT, () -> workspace.move(path("d"), path("d/e")));
    workspace.move(path("d"), path("other/d"));
    assertThat(workspace.read(path("other/d/x"))).isEqualTo(bytes("x"));
  }

  @Test
  void deletingADirectoryWithContentMustBeAskedFor() {
    workspace.write(path("d/e/f"), bytes("x"));
    failsWith(ErrorCode.FILE_CONFLICT, () -> workspace.delete(path("d"), false));
    workspace.delete(path("d"), true);
    assertThat(workspace.list(WorkspacePath.ROOT, true)).isEmpty();
    assertThat(workspace.quota().used()).isEqualTo(WorkspaceQuota.Used.NOTHING);
  }

  @Test
  void listsSortedAndDeepIfAsked() {
    workspace.write(path("b"), bytes("xy"));
    workspace.write(path("a/c"), bytes("x"));
    assertThat(paths(workspace.list(WorkspacePath.ROOT, false))).containsExactly("a", "b");
    assertThat(paths(workspace.list(WorkspacePath.ROOT, true))).containsExactly("a", "a/c", "b");
    FileEntry entry = workspace.list(WorkspacePath.ROOT, false).get(1);
    assertThat(entry.kind()).isEqualTo(FileEntry.Kind.FILE);
    assertThat(entry.bytes()).isEqualTo(2);
  }

  @Test
  void theQuotaHoldsForWhatTheServiceWrites() {
    workspace.write(path("a"), new byte[90_000]);
    failsWith(ErrorCode.WORKSPACE_FULL, () -> workspace.write(path("b"), new byte[10_001]));
    failsWith(ErrorCode.WORKSPACE_FULL, () -> workspace.append(path("a"), new byte[10_001]));
    failsWith(ErrorCode.WORKSPACE_FULL, () -> workspace.copy(path("a"), path("b")));
    workspace.write(path("a"), new byte[100_000]);
    workspace.delete(path("a"), false);
    for (int i = 0; i < 20; i++) {
      workspace.write(path("f" + i), new byte[0]);
    }
    failsWith(ErrorCode.WORKSPACE_FULL, () -> workspace.write(path("f20"), new byte[0]));
    failsWith(ErrorCode.WORKSPACE_FULL, () -> workspace.makeDirectory(path("d")));
  }

  @Test
  void whatGuestsWroteCountsAfterARecount() throws IOException {
    Files.write(workspace.hostPath().resolve("big"), new byte[99_000]);
    workspace.quota().recount();
    failsWith(ErrorCode.WORKSPACE_FULL, () -> workspace.write(path("b"), new byte[2_000]));
    assertThat(workspace.quota().used()).isEqualTo(new WorkspaceQuota.Used(99_000, 1));
  }

  @Test
  void filesTooLargeToReadAreDownloaded() throws IOException {
    byte[] large = new byte[(1 << 20) + 1];
    Files.write(workspace.hostPath().resolve("large"), large);
    failsWith(ErrorCode.TOO_LARGE, () -> workspace.read(path("large")));
    try (Download download = workspace.download(path("large"))) {
      assertThat(download.length()).isEqualTo(large.length);
      assertThat(download.content().readAllBytes()).isEqualTo(large);
    }
  }

  @Test
  void uploadsArriveAsAWholeOrNotAtAll() {
    byte[] content = new byte[70_000];
    try (Upload upload = workspace.upload(new ByteArrayInputStream(content))) {
      assertThat(workspace.list(WorkspacePath.ROOT, true)).isEmpty();
      workspace.put(path("up/a"), upload);
    }
    assertThat(workspace.read(path("up/a"))).isEqualTo(content);
    failsWith(
        ErrorCode.WORKSPACE_FULL,
        () -> workspace.upload(new ByteArrayInputStream(new byte[40_000])));
    workspace.upload(new ByteArrayInputStream(new byte[20_000])).close();
    assertThat(workspace.quota().used()).isEqualTo(new WorkspaceQuota.Used(70_000, 2));
  }

  @Test
  void closeLeavesNothingAndTheWorkspaceIsUnusableThen() {
    workspace.write(path("a/b/c"), bytes("x"));
    Path host = workspace.hostPath();
    workspace.close();
    workspace.close();
    assertThat(host.getParent()).doesNotExist();
    failsWith(ErrorCode.SESSION_CLOSED, () -> workspace.read(path("a")));
    failsWith(ErrorCode.SESSION_CLOSED, () -> workspace.write(path("a"), bytes("x")));
  }

  @Test
  void aWorkspaceNobodyUsesTakesNoDirectoryAndIsClosedAllTheSame() throws IOException {
    Workspace unused = workspaces.open("unused", TestWorkspaces.smallLimits());
    assertThat(sessionDirectories()).isEmpty();
    unused.close();
    assertThat(sessionDirectories()).isEmpty();
    failsWith(ErrorCode.SESSION_CLOSED, unused::hostPath);
    failsWith(ErrorCode.SESSION_CLOSED, unused::scratchPath);
    assertThat(sessionDirectories()).isEmpty();
  }

  @Test
  void anUnusedWorkspaceIsAnEmptyOne() {
    assertThat(workspace.list(WorkspacePath.ROOT, true)).isEmpty();
    assertThat(workspace.quota().used()).isEqualTo(new WorkspaceQuota.Used(0, 0));
    workspace.quota().recount();
    assertThat(workspace.quota().used()).isEqualTo(new WorkspaceQuota.Used(0, 0));
    assertThat(workspace.hostPath()).isEmptyDirectory();
    assertThat(workspace.scratchPath()).isEmptyDirectory();
  }

  private List<Path> sessionDirectories() throws IOException {
    try (Stream<Path> found = Files.walk(state)) {
      return found.filter(path -> String.valueOf(path.getParent()).endsWith("sessions")).toList();
    }
  }

  private static List<String> paths(List<FileEntry> entries) {
    return entries.stream().map(entry -> entry.path().toString()).toList();
  }

  static WorkspacePath path(String text) {
    return WorkspacePath.parse(text);
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
