package dev.codebeaker.linux;

import static dev.codebeaker.linux.ResourceLimits.Resource.CORE_BYTES;
import static dev.codebeaker.linux.ResourceLimits.Resource.CPU_SECONDS;
import static dev.codebeaker.linux.ResourceLimits.Resource.DATA_BYTES;
import static dev.codebeaker.linux.ResourceLimits.Resource.FILE_BYTES;
import static dev.codebeaker.linux.ResourceLimits.Resource.LOCKED_BYTES;
import static dev.codebeaker.linux.ResourceLimits.Resource.OPEN_FILES;
import static dev.codebeaker.linux.ResourceLimits.Resource.PROCESSES;
import static dev.codebeaker.linux.ResourceLimits.Resource.STACK_BYTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResourceLimitsTest {
  @Test
  void aRunningProgramIsLimited() throws IOException {
    ResourceLimits limits =
        new ResourceLimits(
            Map.of(
                CPU_SECONDS, 11L,
                FILE_BYTES, 1024L,
                DATA_BYTES, 64L << 20,
                STACK_BYTES, 1L << 20,
                CORE_BYTES, 0L,
                PROCESSES, 33L,
                OPEN_FILES, 44L,
                LOCKED_BYTES, 55L << 10));
    try (Programs programs = new Programs();
        Pipe in = programs.pipes.open();
        Pipe out = programs.pipes.open()) {
      ChildProcess child =
          programs.spawner.start(
              Programs.script(
                  "echo; read go; exec cat /proc/self/limits",
                  Map.of(0, in.reader(), 1, out.writer())));
      out.writer().close();
      assertThat(out.reader().read(new byte[1])).isEqualTo(1);
      limits.apply(child);
      in.writer().write(new byte[] {'\n'});
      assertThat(Descriptors.text(out.reader()).replaceAll(" +", " "))
          .contains("Max cpu time 11 11 seconds")
          .contains("Max file size 1024 1024 bytes")
          .contains("Max data size 67108864 67108864 bytes")
          .contains("Max stack size 1048576 1048576 bytes")
          .contains("Max core file size 0 0 bytes")
          .contains("Max processes 33 33 processes")
          .contains("Max open files 44 44 files")
          .contains("Max locked memory 56320 56320 bytes");
    }
  }

  @Test
  void aLimitBelowNothingIsRefused() {
    assertThatThrownBy(() -> new ResourceLimits(Map.of(CPU_SECONDS, -1L)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("CPU_SECONDS must be 0 or more, not -1");
  }
}
