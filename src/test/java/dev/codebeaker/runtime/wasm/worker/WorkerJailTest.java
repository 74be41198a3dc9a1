package dev.codebeaker.runtime.wasm.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codebeaker.runtime.wasm.worker.inside.JailProbe;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Another program in a worker's jail finds it shut. */
@Timeout(120)
class WorkerJailTest {
  private static final List<String> ALLOWED =
      List.of("write own", "read cache", "still write own", "start a thread");

  /** By the kernel, and not because there is nothing to be had. */
  private static final String REFUSED =
      "refused .*(AccessDenied|Permission denied|not permitted).*";

  @TempDir private Path directory;

  @Test
  void aWorkerReachesItsOwnFilesAndNothingElse() throws Exception {
    assumeTrue(WorkerJail.hasFileRules(), "not run: this kernel has no Landlock");
    Map<String, String> came = probe();

    assertThat(came).hasSize(18);
    came.forEach(
        (what, result) ->
            assertThat(result).as(what).matches(ALLOWED.contains(what) ? "done" : REFUSED));
    assertThat(Files.readString(directory.resolve("cache/code"))).isEqualTo("compiled");
    assertThat(directory.resolve("elsewhere")).doesNotExist();
  }

  private Map<String, String> probe() throws Exception {
    Path sockets = Files.createDirectory(directory.resolve("sockets"));
    Path sessions = Files.createDirectory(directory.resolve("sessions"));
    Path code = Files.createDirectory(directory.resolve("cache")).resolve("code");
    Files.writeString(code, "compiled");
    Path other = Files.createDirectory(directory.resolve("other")).resolve("secret");
    Files.writeString(other, "secret");
    WorkerProgram program = program(other, code, directory.resolve("elsewhere"));
    WorkerJail jail = new WorkerJail(program, List.of(code.getParent()));
    try (JailedLauncher launcher = new JailedLauncher(program, jail, true)) {
      String ended = launcher.start(sockets, sessions).ended().get(60, TimeUnit.SECONDS);
      assertThat(ended).isEqualTo("ended with code 0");
    }
    return results(sockets.resolve("result"));
  }

  private static Map<String, String> results(Path file) throws IOException {
    Map<String, String> results = new TreeMap<>();
    for (String line : Files.readAllLines(file)) {
      String[] parts = line.split(": ", 2);
      results.put(parts[0], parts[1]);
    }
    return results;
  }

  private static WorkerProgram program(Path other, Path code, Path elsewhere) {
    String classPath = System.getProperty("java.class.path");
    Path home = Path.of(System.getProperty("java.home"));
    List<String> command =
        List.of(
            home.resolve("bin/java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:-UsePerfData",
            "-Xmx64m",
            "-cp",
            classPath,
            JailProbe.class.getName(),
            other.toString(),
            code.toString(),
            Long.toString(ProcessHandle.current().pid()),
            elsewhere.toString());
    List<Path> archives = Arrays.stream(classPath.split(File.pathSeparator)).map(Path::of).toList();
    return new WorkerProgram(command, archives, List.of(home));
  }
}
