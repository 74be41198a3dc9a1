package dev.codebeaker.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What jails find of the agents. */
class AgentTextsTest {
  @Test
  void thePythonOfThisHostHasItsAgentCompiled() throws Exception {
    try (ProcessRig rig = new ProcessRig(Map.of())) {
      rig.runtime("python");
      List<Path> compiled =
          filesBelow(rig.state(), ".pyc").stream()
              .filter(file -> file.getFileName().toString().contains(".cpython-"))
              .toList();
      assertThat(compiled)
          .extracting(file -> file.getFileName().toString().replaceFirst("\\..*\\.", "."))
          .containsExactlyInAnyOrder("program.pyc", "turns.pyc");
      for (Path file : compiled) {
        assertThat(Files.size(file)).isGreaterThan(1000);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo("rw-r--r--");
      }
    }
  }

  @Test
  void theBunOfThisHostHasItsAgentCompiled() throws Exception {
    try (ProcessRig rig = new ProcessRig(Map.of())) {
      rig.runtime("bun");
      List<Path> compiled = filesBelow(rig.state(), "bun.js");
      assertThat(compiled).hasSize(1);
      assertThat(compiled.getFirst()).content().startsWith("// @bun @bytecode @bun-cjs");
      assertThat(filesBelow(rig.state(), "bun.js.jsc"))
          .allSatisfy(file -> assertThat(file).isNotEmptyFile())
          .hasSize(1);
    }
  }

  private static List<Path> filesBelow(Path state, String end) throws Exception {
    try (Stream<Path> files = Files.walk(state)) {
      return files.filter(file -> file.toString().endsWith(end)).toList();
    }
  }
}
