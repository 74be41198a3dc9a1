package dev.codebeaker.runtime.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.runtime.Sandbox;
import dev.codebeaker.runtime.SandboxSpec;
import dev.codebeaker.runtime.contract.TestLimits;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Code that names no template begins where its imports have been done. */
class PythonBaseChoiceTest {
  private static final Language PYTHON = new Language("python");

  /** A base with pandas is larger than this, one without is smaller. */
  private static final long BETWEEN_BYTES = 80L << 20;

  private static final AtomicInteger IDS = new AtomicInteger();
  private static WasmRig rig;

  @BeforeAll
  static void open() {
    rig = WasmRig.ready(WasmConfig.Engine.WASMTIME);
  }

  @AfterAll
  static void close() {
    if (rig != null) {
      rig.close();
    }
  }

  @Test
  void pandasIsThereForThoseWhoImportIt() {
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () ->
                assertThat(
                        memoryOf("import sys\nassert 'numpy.random' in sys.modules\nimport pandas"))
                    .isGreaterThan(BETWEEN_BYTES));
  }

  @Test
  void othersDoNotPayForIt() throws InterruptedException {
    assertThat(memoryOf("print('hello')")).isLessThan(BETWEEN_BYTES);
  }

  private static long memoryOf(String code) throws InterruptedException {
    SandboxSpec spec =
        new SandboxSpec(
            "choice-" + IDS.incrementAndGet(), PYTHON, Optional.empty(), TestLimits.DEFAULTS);
    try (Sandbox sandbox = rig.runtime().open(spec)) {
      RunCode command = RunCode.program(PYTHON, code);
      return sandbox
          .start(command, TestLimits.DEFAULTS, OutputSink.NOWHERE)
          .await()
          .usage()
          .peakMemoryBytes();
    }
  }
}
