package dev.codebeaker.cli;

import static dev.codebeaker.testing.Failures.failsWith;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.execution.TerminalSize;
import dev.codebeaker.failure.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of {@code stty}, by one that writes it down. */
class SttyTest {
  @TempDir Path directory;
  private Path asked;
  private Path device;

  @BeforeEach
  void makeADevice() throws IOException {
    asked = directory.resolve("asked");
    device = Files.writeString(directory.resolve("device"), "");
  }

  private Stty stty(String answers) throws IOException {
    Path program = directory.resolve("stty");
    Files.writeString(program, "#!/bin/sh\necho \"$*\" >> '" + asked + "'\n" + answers);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return new Stty(program.toString(), device);
  }

  @Test
  void theSizeIsAskedFor() throws IOException {
    assertThat(stty("echo 40 120").size()).isEqualTo(new TerminalSize(120, 40));
    assertThat(Files.readAllLines(asked)).containsExactly("size");
  }

  @Test
  void aTerminalThatKnowsNoSizeHasTheUsualOne() throws IOException {
    assertThat(stty("echo 0 0").size()).isEqualTo(new TerminalSize(80, 24));
    assertThat(stty("").size()).isEqualTo(new TerminalSize(80, 24));
  }

  @Test
  void theTerminalIsPutBackToWhatItWasOnce() throws IOException {
    Screen.Raw raw = stty("[ \"$1\" = -g ] && echo 500:5:bf\ntrue").raw();
    raw.close();
    raw.close();
    assertThat(Files.readAllLines(asked)).containsExactly("-g", "raw -echo", "500:5:bf");
  }

  @Test
  void whatCanNotBeUsedIsSaid() throws IOException {
    Stty refusing = stty("echo no terminal >&2; exit 1");
    assertThat(failsWith(ErrorCode.NOT_SUPPORTED, refusing::raw).getMessage())
        .contains("no terminal");
    Stty absent = new Stty(directory.resolve("nowhere").toString(), device);
    assertThat(failsWith(ErrorCode.NOT_SUPPORTED, absent::size).fix().orElseThrow())
        .contains("install stty");
  }
}
