package dev.codebeaker.cli;

import static dev.codebeaker.cli.FakeService.exited;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codebeaker.execution.OutputChunk;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplCommandTest {
  private final FakeService service =
      new FakeService(
          (run, sink) -> {
            if (((RunCode) run).code().contains("full")) {
              throw ServiceException.of(ErrorCode.WORKSPACE_FULL, "no room");
            }
            String value = "<" + ((RunCode) run).code().strip() + ">";
            sink.accept(new OutputChunk.Rich(Map.of("text/plain", value), true));
            return exited(0);
          });

  @Test
  void everyTurnRunsInTheSameContextAndItsValueIsShown() {
    assertThat(talk("1 + 1\n\nx = (1,\n2)\n")).isEqualTo("<1 + 1>\n<x = (1,\n2)>\n");
    assertThat(service.requests).hasSize(1);
    assertThat(service.commands)
        .extracting(command -> command.context().orElseThrow().value())
        .containsExactly("repl", "repl");
    assertThat(service.closed).hasSize(1);
  }

  @Test
  void aBlockEndsWithAnEmptyLineOrTheInput() {
    talk("for i in range(3):\n  print(i)\n\nif x:\n  y");
    assertThat(service.commands)
        .extracting(RunCode::code)
        .extracting(String::strip)
        .containsExactly("for i in range(3):\n  print(i)", "if x:\n  y");
  }

  @Test
  void aFailureKeepsTheConversationAlive() {
    assertThat(talk("full\n2\n")).isEqualTo("<2>\n");
  }

  @Test
  void goodbyeEndsIt() {
    assertThat(talk("1\nexit()\n2\n")).isEqualTo("<1>\n");
  }

  private String talk(String input) {
    CommandLineFixture cli = new CommandLineFixture(service, input);
    assertThat(cli.run("repl", "--lang", "python")).isZero();
    return cli.out();
  }
}
