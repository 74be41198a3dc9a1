package dev.codebeaker.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.execution.Stdin;
import dev.codebeaker.execution.TerminalSize;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.Sandbox;
import dev.codebeaker.runtime.SandboxSpec;
import dev.codebeaker.runtime.contract.RecordingSink;
import dev.codebeaker.runtime.contract.TestLimits;
import dev.codebeaker.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Compiling: what is told of it, what bounds it, and what is kept of it for others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompilationTest {
  private static final Language C = new Language("c");
  private static final Language CPP = new Language("cpp");
  private static final Language EXECUTABLE = new Language("executable");
  private static final AtomicInteger IDS = new AtomicInteger();

  private static final String INCLUDES =
      """
      #include <stdio.h>
      #include "parts/value.h"

      int main(void) {
        printf("%d\\n", VALUE);
      }
      """;

  private ProcessRig rig;
  private ExecutionRuntime runtime;

  @BeforeAll
  void open() {
    rig =
        new ProcessRig(
            Map.of(
                "codebeaker.process.compile.wall",
                "20s",
                "codebeaker.process.compile.memory-bytes",
                Long.toString(256L << 20)));
    runtime = rig.runtime("native");
  }

  @AfterAll
  void close() {
    rig.close();
  }

  private Sandbox sandbox(Language language) {
    return runtime.open(
        new SandboxSpec(
            "compilation-" + IDS.incrementAndGet(),
            language,
            Optional.empty(),
            TestLimits.DEFAULTS));
  }

  private static Outcome run(Sandbox sandbox, RunCode code, RecordingSink sink)
      throws InterruptedException {
    return sandbox.start(code, TestLimits.DEFAULTS, sink).await();
  }

  private static String stdout(Sandbox sandbox, RunCode code) throws InterruptedException {
    RecordingSink sink = new RecordingSink();
    assertThat(run(sandbox, code, sink)).as(sink.stderr()).isInstanceOf(Outcome.Exited.class);
    return sink.stdout();
  }

  private Outcome alone(Language language, String code) throws InterruptedException {
    try (Sandbox sandbox = sandbox(language)) {
      return run(sandbox, RunCode.program(language, code), new RecordingSink());
    }
  }

  private static void endsAtALimit(Outcome outcome) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.NotCompiled.class,
            it ->
                assertThat(it.compiler())
                    .isInstanceOfSatisfying(
                        Outcome.LimitExceeded.class,
                        exceeded ->
                            assertThat(exceeded.limit())
                                .isIn(Limit.WALL, Limit.CPU, Limit.MEMORY)));
  }

  private long counted(String what) {
    return Long.parseLong(runtime.details().getOrDefault(what, "0"));
  }

  @Test
  void anEndlessIncludeEndsAtALimitOfCompiling() throws Exception {
    endsAtALimit(alone(C, "#include \"/dev/zero\"\nint main(void) {}\n"));
  }

  @Test
  void templatesThatMultiplyEndAtALimitOfCompiling() throws Exception {
    endsAtALimit(
        alone(
            CPP,
            """
            template <int N, class T> struct Tree {
              Tree<N - 1, T *> left;
              Tree<N - 1, T[2]> right;
            };
            template <class T> struct Tree<0, T> {};
            int main() { return sizeof(Tree<40, int>); }
            """));
  }

  @Test
  void theSecondRunStartsNoCompiler() throws Exception {
    RunCode code =
        RunCode.program(C, "#include <stdio.h>\nint main(void) { puts(\"compiled once\"); }\n");
    try (Sandbox first = sandbox(C);
        Sandbox second = sandbox(C)) {
      assertThat(stdout(first, code)).isEqualTo("compiled once\n");
      long compilations = counted("compilations");
      long hits = counted("compileCacheHits");
      assertThat(stdout(first, code)).isEqualTo("compiled once\n");
      assertThat(stdout(second, code)).isEqualTo("compiled once\n");
      assertThat(counted("compilations")).isEqualTo(compilations);
      assertThat(counted("compileCacheHits")).isEqualTo(hits + 2);
    }
  }

  @Test
  void aProgramCanNotChangeWhatIsKeptOfIt() throws Exception {
    RunCode code =
        RunCode.program(
            C,
            """
            #include <stdio.h>
            #include <sys/stat.h>
            #include <unistd.h>

            int main(int count, char **words) {
              fclose(fopen("/tmp/other", "w"));
              int changed = chmod(words[0], 0777) == 0 || rename("/tmp/other", words[0]) == 0
                  || unlink(words[0]) == 0 || fopen(words[0], "r+") != NULL;
              puts(changed ? "changed" : "as it was");
            }
            """);
    try (Sandbox first = sandbox(C);
        Sandbox second = sandbox(C)) {
      assertThat(stdout(first, code)).isEqualTo("as it was\n");
      assertThat(stdout(second, code)).isEqualTo("as it was\n");
    }
  }

  @Test
  void filesOfTheWorkspaceAreIncludedAsTheyAreNow() throws Exception {
    RunCode code = RunCode.program(C, INCLUDES);
    try (Sandbox sandbox = sandbox(C);
        Sandbox other = sandbox(C)) {
      write(sandbox, "parts/value.h", "#define VALUE 1\n");
      write(other, "parts/value.h", "#define VALUE 2\n");
      assertThat(stdout(sandbox, code)).isEqualTo("1\n");
      assertThat(stdout(other, code)).isEqualTo("2\n");
      write(sandbox, "parts/value.h", "#define VALUE 3\n");
      assertThat(stdout(sandbox, code)).isEqualTo("3\n");
    }
  }

  @Test
  void aFileOfTheProgramsNameIsNotTakenForIt() throws Exception {
    try (Sandbox sandbox = sandbox(C)) {
      write(sandbox, "main.c", "this is another main.c");
      assertThat(stdout(sandbox, RunCode.program(C, "int main(void) { return 0; }"))).isEmpty();
      assertThat(sandbox.workspace().read(WorkspacePath.parse("main.c")))
          .asString(StandardCharsets.UTF_8)
          .isEqualTo("this is another main.c");
    }
  }

  private static void write(Sandbox sandbox, String path, String text) {
    sandbox.workspace().write(WorkspacePath.parse(path), text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aCompiledProgramCanHaveATerminal() throws Exception {
    String code =
        "#include <stdio.h>\n#include <unistd.h>\nint main(void) { puts(isatty(1) ? \"tty\" : \"\"); }";
    RunCode inTerminal =
        new RunCode(
            C,
            code,
            Optional.empty(),
            List.of(),
            Map.of(),
            Stdin.EMPTY,
            Map.of(),
            Optional.of(new TerminalSize(80, 24)));
    try (Sandbox sandbox = sandbox(C)) {
      assertThat(stdout(sandbox, inTerminal)).contains("tty");
    }
  }

  @Test
  void anExecutableOfTheMachineRunsAsItIs() throws Exception {
    RunCode echo =
        new RunCode(
            EXECUTABLE,
            base64(Path.of("/bin/echo")),
            Optional.empty(),
            List.of("machine", "code"),
            Map.of(),
            Stdin.EMPTY,
            Map.of());
    try (Sandbox sandbox = sandbox(EXECUTABLE)) {
      assertThat(stdout(sandbox, echo)).isEqualTo("machine code\n");
      assertThat(sandbox.workspace().list(WorkspacePath.ROOT, true)).isEmpty();
    }
  }

  private static String base64(Path file) throws IOException {
    return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
  }

  @Test
  void anExecutableThatIsNotBase64IsRefused() {
    assertThatThrownBy(() -> alone(EXECUTABLE, "§"))
        .isInstanceOfSatisfying(
            ServiceException.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_PARAMS);
              assertThat(refused.field()).contains("code");
            });
  }
}
