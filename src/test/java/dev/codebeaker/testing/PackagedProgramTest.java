package dev.codebeaker.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackagedProgramTest {
  @TempDir Path directory;

  private Path executable;
  private Path archive;

  @BeforeEach
  void anExecutable() throws IOException {
    archive = directory.resolve("service.jar");
    executable = Files.createFile(directory.resolve("service"));
    Files.setPosixFilePermissions(executable, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void theNativeExecutableIsTested() {
    assertThat(PackagedProgram.command(executable, archive, "serve"))
        .startsWith(executable.toString())
        .endsWith("serve");
  }

  @Test
  void anArchiveThatWasMadeLaterIsTestedInstead() throws IOException {
    Files.createFile(archive);
    Files.setLastModifiedTime(archive, FileTime.from(Instant.now().plusSeconds(60)));

    assertThat(PackagedProgram.command(executable, archive, "serve"))
        .containsSubsequence("-jar", archive.toString(), "serve")
        .doesNotContain(executable.toString());
  }

  @Test
  void whereThereIsNoExecutableTheArchiveIsTested() {
    assertThat(PackagedProgram.command(directory.resolve("none"), archive, "serve"))
        .containsSubsequence("-jar", archive.toString(), "serve");
  }
}
