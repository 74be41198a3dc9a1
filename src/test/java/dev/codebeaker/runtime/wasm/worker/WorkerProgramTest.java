package dev.codebeaker.runtime.wasm.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkerProgramTest {
  private static final String IMAGE = "org.graalvm.nativeimage.imagecode";
  private static final List<String> OPTIONS =
      List.of("-Xms8m", "-Xmx512m", "-XX:+UseSerialGC", "-Dkey=value");

  @AfterEach
  void noNativeImageAnyMore() {
    System.clearProperty(IMAGE);
  }

  @Test
  void aNativeImageStartsItselfWithTheSizesOfTheHeap() throws IOException {
    System.setProperty(IMAGE, "runtime");
    Path executable = Path.of("/proc/self/exe").toRealPath();

    WorkerProgram program = WorkerProgram.ofThisProcess(OPTIONS);

    assertThat(program.command())
        .containsExactly(executable.toString(), "-Xms8m", "-Xmx512m", "wasm-worker");
    assertThat(program.executables()).containsExactly(executable);
    assertThat(program.classPath()).isEmpty();
  }

  @Test
  void aVirtualMachineStartsAnotherWithAllOptions() {
    WorkerProgram program = WorkerProgram.ofThisProcess(OPTIONS);

    assertThat(program.command())
        .containsSubsequence(OPTIONS)
        .endsWith("dev.codebeaker.Main", "wasm-worker");
    assertThat(program.classPath()).isNotEmpty();
  }
}
