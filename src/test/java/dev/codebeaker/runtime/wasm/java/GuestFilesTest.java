package dev.codebeaker.runtime.wasm.java;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.workspace.FileEntry;
import dev.codebeaker.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuestFilesTest {
  @TempDir Path outside;

  private Guests guests;

  @BeforeEach
  void open(@TempDir Path state) {
    guests = new Guests(state);
    write("data/in.txt", "text");
    write("data/other.txt", "untouched");
    write("gone.txt", "");
  }

  @AfterEach
  void close() {
    guests.close();
  }

  private void write(String path, String content) {
    guests.workspace.write(WorkspacePath.parse(path), content.getBytes());
  }

  private String read(String path) {
    return new String(guests.workspace.read(WorkspacePath.parse(path)));
  }

  private int run(String module, Map<Limit, Long> limits) {
    RunCode command = RunCode.program(Guests.WASM, Guests.module(module));
    return ((Outcome.Exited) guests.run(command, limits).outcome()).code();
  }

  @Test
  void theWorkspaceBecomesWhatTheGuestMadeOfIt() {
    assertThat(run("rewrite", Map.of())).isZero();
    assertThat(guests.workspace.list(WorkspacePath.ROOT, true))
        .extracting(entry -> entry.path().toString())
        .containsExactly("moved", "moved/in.txt", "moved/other.txt", "new");
    assertThat(read("moved/in.txt")).isEqualTo("text!");
    assertThat(read("moved/other.txt")).isEqualTo("untouched");
  }

  @Test
  void aPlantedLinkIsNotFollowed() throws IOException {
    Path secret = Files.writeString(outside.resolve("secret"), "secret");
    Files.createDirectory(outside.resolve("dir"));
    guests.workspace.delete(WorkspacePath.parse("data/in.txt"), false);
    Files.createSymbolicLink(guests.workspace.hostPath().resolve("data/in.txt"), secret);
    Files.createSymbolicLink(
        guests.workspace.hostPath().resolve("new"), outside.resolve("dir"));
    assertThat(run("rewrite", Map.of())).isNotZero();
    assertThat(secret).hasContent("secret");
    assertThat(outside.resolve("dir")).isEmptyDirectory();
  }

  @Test
  void whatIsThereAlreadyCountsToTheLimits() {
    int noSpace = 51;
    write("big2", "x".repeat(60_000));
    assertThat(run("fill", Map.of(Limit.WORKSPACE, 100_000L))).isEqualTo(noSpace);
    long left =
        guests.workspace.list(WorkspacePath.ROOT, true).stream().mapToLong(FileEntry::bytes).sum();
    assertThat(left).isBetween(95_000L, 100_000L);
  }

  @Test
  void filesCostNoHeapWhenTheExecutionIsOver() {
    run("fill", Map.of(Limit.WORKSPACE, 4L << 20));
    guests.open(Guests.JAVASCRIPT, false).close();
    long before = guests.heap.taken();
    run("fill", Map.of(Limit.WORKSPACE, 4L << 20));
    assertThat(guests.heap.taken()).isEqualTo(before);
  }
}
