package dev.codebeaker.runtime.wasm.wasmtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.execution.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a hostile guest gets at: 1 MiB and 100 names, 16 open files. */
@ExtendWith(OnGuestThread.class)
class GuestFilesTest {
  private static final Limits LIMITS = EnginePackFixture.LIMITS;
  private static final int HALF = (1 << 19) + 1;

  @TempDir Path host;
  private Path workspace;
  private Path tmp;

  @BeforeEach
  void makeMounts() throws IOException {
    workspace = Files.createDirectory(host.resolve("workspace"));
    tmp = Files.createDirectory(host.resolve("tmp"));
    Files.writeString(host.resolve("secret"), "secret");
  }

  @AfterEach
  void nothingOutsideWasTouched() throws IOException {
    assertThat(Files.readString(host.resolve("secret"))).isEqualTo("secret");
    try (var names = Files.list(host)) {
      assertThat(names).hasSize(3);
    }
  }

  private FileGuest guest() {
    return new FileGuest(LIMITS, workspace, tmp);
  }

  private static int opened(FileGuest guest, String path) {
    assertThat(guest.open(path, FileGuest.CREATE)).isZero();
    return guest.result();
  }

  @Test
  void bytesAreBoundedInBothMountsTogether() {
    try (FileGuest guest = guest()) {
      assertThat(guest.write(opened(guest, "a"), HALF)).isZero();
      assertThat(guest.openInTmp("b", FileGuest.CREATE)).isZero();
      assertThat(guest.write(guest.result(), HALF)).isEqualTo(Errno.DQUOT);
    }
  }

  @Test
  void whatWasDeletedCanBeWrittenAnew() {
    try (FileGuest guest = guest()) {
      int fd = opened(guest, "a");
      assertThat(guest.write(fd, HALF)).isZero();
      assertThat(guest.close(fd)).isZero();
      assertThat(guest.unlink("a")).isZero();
      assertThat(guest.write(opened(guest, "b"), HALF)).isZero();
    }
  }

  @Test
  void aFileWithoutANameStillCounts() {
    try (FileGuest guest = guest()) {
      assertThat(guest.write(opened(guest, "a"), HALF)).isZero();
      assertThat(guest.unlink("a")).isZero();
      assertThat(guest.write(opened(guest, "b"), HALF)).isEqualTo(Errno.DQUOT);
    }
  }

  @Test
  void whatAnotherGuestOfTheWorkspaceHoldsCountsToo() {
    try (FileGuest holder = guest();
        FileGuest guest = guest()) {
      holder.instance().within(Allowance.program(LIMITS), () -> hold(holder));
      assertThat(guest.write(opened(guest, "b"), HALF)).isEqualTo(Errno.DQUOT);
      holder.close();
      assertThat(guest.write(opened(guest, "b"), HALF)).isZero();
    }
  }

  private static int hold(FileGuest guest) {
    assertThat(guest.write(opened(guest, "a"), HALF)).isZero();
    return guest.unlink("a");
  }

  @Test
  void holesDoNotMakeAFileLongerThanTheQuota() {
    try (FileGuest guest = guest()) {
      int fd = opened(guest, "a");
      assertThat(guest.seek(fd, 1L << 40)).isEqualTo(Errno.FBIG);
      assertThat(guest.resize(fd, 1L << 40)).isEqualTo(Errno.DQUOT);
      assertThat(guest.resize(fd, -1)).isEqualTo(Errno.DQUOT);
      assertThat(guest.pwrite(fd, 10, 1L << 40)).isEqualTo(Errno.DQUOT);
      assertThat(guest.pwrite(fd, 10, -5)).isEqualTo(Errno.DQUOT);
      assertThat(guest.call("fd_allocate", fd, Long.MAX_VALUE, 10)).isNotZero();
      assertThat(workspace.resolve("a")).isEmptyFile();
    }
  }

  @Test
  void namesAreBounded() {
    try (FileGuest guest = guest()) {
      opened(guest, "file");
      for (int i = 1; i < LIMITS.files(); i++) {
        assertThat(guest.makeDirectory("d" + i)).isZero();
      }
      assertThat(guest.makeDirectory("more")).isEqualTo(Errno.DQUOT);
      assertThat(guest.open("more", FileGuest.CREATE)).isEqualTo(Errno.DQUOT);
      assertThat(guest.open("file", FileGuest.CREATE)).isZero();
    }
  }

  @Test
  void openFilesAreBounded() {
    try (FileGuest guest = guest()) {
      int last = 0;
      for (int i = 0; i < LIMITS.openFiles(); i++) {
        last = opened(guest, "a");
      }
      assertThat(guest.open("a", 0)).isEqualTo(Errno.MFILE);
      assertThat(guest.close(last)).isZero();
      assertThat(guest.open("a", 0)).isZero();
    }
  }

  @Test
  void linksAreRefused() throws IOException {
    Files.writeString(workspace.resolve("a"), "a");
    try (FileGuest guest = guest()) {
      assertThat(guest.symlink("../secret", "link")).isEqualTo(Errno.PERM);
      assertThat(guest.link("a", "b")).isEqualTo(Errno.PERM);
      assertThat(guest.call("fd_renumber", 3, 5)).isEqualTo(Errno.NOTSUP);
    }
  }

  @Test
  void plantedLinksLeadNowhere() throws IOException {
    Files.createSymbolicLink(workspace.resolve("out"), host);
    Files.createSymbolicLink(workspace.resolve("file"), host.resolve("secret"));
    try (FileGuest guest = guest()) {
      assertThat(guest.open("out/secret", 0)).isNotZero();
      assertThat(guest.open("file", 0)).isNotZero();
      assertThat(guest.open("file", FileGuest.CREATE | FileGuest.TRUNCATE)).isNotZero();
      assertThat(guest.rename("out/secret", "mine")).isNotZero();
    }
  }

  @Test
  void pathsDoNotClimbOut() {
    try (FileGuest guest = guest()) {
      for (String path :
          new String[] {"../secret", "/etc/passwd", "a/../../secret", "./../secret", ".."}) {
        assertThat(guest.open(path, 0)).as(path).isNotZero();
        assertThat(guest.open(path, FileGuest.CREATE)).as(path).isNotZero();
        assertThat(guest.unlink(path)).as(path).isNotZero();
        assertThat(guest.rename(path, "mine")).as(path).isNotZero();
      }
      assertThat(guest.open("a\u0000b", FileGuest.CREATE)).isNotZero();
    }
  }

  @Test
  void namesHaveNoControlCharacters() {
    try (FileGuest guest = guest()) {
      opened(guest, "a");
      assertThat(guest.open("a\nb", FileGuest.CREATE)).isEqualTo(Errno.INVAL);
      assertThat(guest.makeDirectory("\u001b[2J")).isEqualTo(Errno.INVAL);
      assertThat(guest.rename("a", "b\r")).isEqualTo(Errno.INVAL);
      assertThat(guest.rename("a", "b/")).isEqualTo(Errno.NOTDIR);
      assertThat(guest.rename("a", "ä")).isZero();
    }
  }

  @Test
  void thePaddingOfAListingIsClear() {
    try (FileGuest guest = guest()) {
      opened(guest, "name");
      byte[] entries = guest.listing();
      assertThat(entries.length).isGreaterThan(24);
      assertThat(entries[21]).isZero();
      assertThat(entries[22]).isZero();
      assertThat(entries[23]).isZero();
    }
  }

  @Test
  void thereAreNoSockets() {
    try (FileGuest guest = guest()) {
      for (int fd = 0; fd < 6; fd++) {
        assertThat(guest.call("sock_send", fd, 0, 1, 0, 100)).isNotZero();
      }
    }
  }

  @Test
  void othersWritingBetweenTurnsIsNoticed() throws IOException {
    try (FileGuest guest = guest()) {
      int fd = opened(guest, "a");
      assertThat(guest.write(fd, 10)).isZero();
      Files.write(workspace.resolve("upload"), new byte[1 << 20]);
      int errno = guest.instance().within(Allowance.program(LIMITS), () -> guest.write(fd, 10));
      assertThat(errno).isEqualTo(Errno.DQUOT);
    }
  }
}
