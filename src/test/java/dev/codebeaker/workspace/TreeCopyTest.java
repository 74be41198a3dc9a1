package dev.codebeaker.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that go to a guest elsewhere and come back, by archives that tar(1) and others write. */
class TreeCopyTest {
  private static final Instant LONG_AGO = Instant.ofEpochSecond(1_000_000_000);

  @TempDir private Path directory;
  private Path root;
  private Path outside;
  private TreeCopy copy;

  @BeforeEach
  void open() throws IOException {
    root = Files.createDirectories(directory.resolve("session/files"));
    outside = Files.createDirectory(directory.resolve("outside"));
    copy = new TreeCopy(root, 10_000, 10);
  }

  /** Writes an archive. */
  private interface Text {
    void write(TarWriter tar) throws IOException;
  }

  private static byte[] archive(Text text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarWriter tar = new TarWriter(bytes)) {
      text.write(tar);
    }
    return bytes.toByteArray();
  }

  private static void file(TarWriter tar, String name, String content) throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    tar.file(name, 0600, LONG_AGO, bytes.length, new ByteArrayInputStream(bytes));
  }

  private boolean take(Text text) throws IOException {
    return copy.take(new ByteArrayInputStream(archive(text)), ".");
  }

  private byte[] sent() throws IOException {
    TreeCopy.Changes changes = copy.changes();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    changes.writeTo(bytes);
    changes.sent();
    return bytes.toByteArray();
  }

  private Path unpacked(byte[] archive) throws Exception {
    Path there = Files.createTempDirectory(directory, "there");
    Process tar =
        new ProcessBuilder("tar", "-xpf", "-", "-C", there.toString())
            .redirectErrorStream(true)
            .start();
    try (var in = tar.getOutputStream()) {
      in.write(archive);
    }
    assertThat(tar.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(tar.exitValue()).as(new String(tar.getInputStream().readAllBytes())).isZero();
    return there;
  }

  private byte[] packed(Path there) throws Exception {
    Process tar = new ProcessBuilder("tar", "-cf", "-", ".").directory(there.toFile()).start();
    return tar.getInputStream().readAllBytes();
  }

  @Test
  void tarReadsWhatIsSentAndWhatItWritesIsTaken() throws Exception {
    String longName = "n".repeat(200);
    Files.createDirectory(root.resolve("d"));
    Files.writeString(root.resolve("d").resolve(longName), "long");
    Files.writeString(root.resolve("a b"), "text");
    Path there = unpacked(sent());
    assertThat(there.resolve("d").resolve(longName)).hasContent("long");
    assertThat(there.resolve("a b")).hasContent("text");
    Files.writeString(there.resolve("a b"), "other");
    Files.delete(there.resolve("d").resolve(longName));
    Files.createLink(there.resolve("same"), there.resolve("a b"));
    Files.createSymbolicLink(there.resolve("link"), outside);
    assertThat(copy.take(new ByteArrayInputStream(packed(there)), ".")).isTrue();
    assertThat(root.resolve("a b")).hasContent("other");
    assertThat(root.resolve("same")).hasContent("other");
    assertThat(root.resolve("d")).isEmptyDirectory();
    assertThat(Files.readSymbolicLink(root.resolve("link"))).isEqualTo(outside);
    assertThat(copy.changes().isEmpty()).isTrue();
  }

  @Test
  void onlyWhatChangedIsSent() throws Exception {
    Files.writeString(root.resolve("a"), "1");
    Files.writeString(root.resolve("b"), "1");
    var unused = sent();
    Files.writeString(root.resolve("a"), "22");
    Files.delete(root.resolve("b"));
    TreeCopy.Changes changes = copy.changes();
    assertThat(changes.gone()).containsExactly("b");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    changes.writeTo(bytes);
    assertThat(unpacked(bytes.toByteArray())).isDirectoryContaining(it -> it.endsWith("a"));
  }

  @Test
  void whatAClientChangedMeanwhileIsTheClients() throws Exception {
    Files.writeString(root.resolve("a"), "1");
    var unused = sent();
    Files.writeString(root.resolve("a"), "of the client");
    Files.writeString(root.resolve("new"), "of the client");
    take(tar -> file(tar, "./a", "of the guest"));
    assertThat(root.resolve("a")).hasContent("of the client");
    assertThat(root.resolve("new")).hasContent("of the client");
    assertThat(copy.changes().isEmpty()).isFalse();
  }

  @Test
  void nothingIsWrittenOutside() throws Exception {
    take(
        tar -> {
          file(tar, "./../escaped", "x");
          file(tar, "/" + outside + "/escaped", "x");
          file(tar, "./a/../../escaped", "x");
          tar.link("./way", outside.toString(), LONG_AGO);
          file(tar, "./way/escaped", "x");
        });
    assertThat(outside).isEmptyDirectory();
    assertThat(directory.resolve("session/escaped")).doesNotExist();
    assertThat(Files.isSymbolicLink(root.resolve("way"))).isTrue();
  }

  @Test
  void aLinkThatIsHereAlreadyIsNoWayEither() throws Exception {
    Files.createSymbolicLink(root.resolve("way"), outside);
    take(
        tar -> {
          tar.directory("./way", 0700, LONG_AGO);
          file(tar, "./way/escaped", "x");
        });
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void whatBreaksOffRemovesNothing() throws Exception {
    Files.writeString(root.resolve("kept"), "1");
    var unused = sent();
    byte[] whole = archive(tar -> file(tar, "./new", "2"));
    byte[] part = Arrays.copyOf(whole, whole.length - 1024);
    assertThatThrownBy(() -> copy.take(new ByteArrayInputStream(part), "."))
        .isInstanceOf(EOFException.class);
    assertThat(root.resolve("kept")).hasContent("1");
  }

  @Test
  void whatIsTooMuchShowsAndDoesNotCome() throws Exception {
    byte[] claims = archive(tar -> file(tar, "./large", "x"));
    System.arraycopy("77777777777".getBytes(StandardCharsets.US_ASCII), 0, claims, 124, 11);
    assertThat(copy.take(new ByteArrayInputStream(claims), ".")).isFalse();
    assertThat(root.resolve("large")).hasSize(10_001);
    assertThat(
            take(
                tar -> {
                  for (int i = 0; i < 1000; i++) {
                    file(tar, "./f" + i, "");
                  }
                }))
        .isFalse();
    try (var files = Files.list(root)) {
      assertThat(files.filter(it -> Files.exists(it, LinkOption.NOFOLLOW_LINKS)).count())
          .isEqualTo(11);
    }
  }

  @Test
  void whatIsNoArchiveIsRefused() {
    byte[] nonsense = new byte[4096];
    Arrays.fill(nonsense, (byte) 'x');
    assertThatThrownBy(() -> copy.take(new ByteArrayInputStream(nonsense), "."))
        .isInstanceOf(IOException.class);
  }
}
