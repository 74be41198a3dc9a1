package dev.codebeaker.runtime.process.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codebeaker.execution.OutputChunk;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.language.Ending;
import dev.codebeaker.language.Frame;
import dev.codebeaker.language.Surroundings;
import dev.codebeaker.runtime.Toolchain;
import dev.codebeaker.runtime.contract.RecordingSink;
import dev.codebeaker.runtime.process.agent.AgentFailure.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The service's side alone, against bytes no honest agent would send. */
class AgentTest {
  private static final Job.Turn TURN = new Job.Turn("t", Surroundings.NONE, List.of("1"));

  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

  private Agent hearing(byte[] answers) {
    return new Agent(sent::writeBytes, new ByteArrayInputStream(answers)::read);
  }

  private static byte[] framed(Frame... frames) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Frame frame : frames) {
      byte[] bytes = frame.encoded();
      all.writeBytes(ByteBuffer.allocate(4).putInt(bytes.length).array());
      all.writeBytes(bytes);
    }
    return all.toByteArray();
  }

  private static Reason reasonOf(ThrowingTurn turn) {
    try {
      turn.run();
    } catch (AgentFailure e) {
      return e.reason();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("it did not fail");
  }

  private interface ThrowingTurn {
    void run() throws IOException;
  }

  @Test
  void whatIsShownComesInOrderAndTheEndEnds() throws IOException {
    RecordingSink sink = new RecordingSink();
    Ending ending =
        hearing(
                framed(
                    Frame.of('R', "text/plain", "a", "text/html", "<b>"),
                    Frame.of('V', "text/plain", "ü"),
                    Frame.of('E', "i", "130"),
                    Frame.of('R', "text/plain", "late")))
            .run(TURN, sink);
    assertThat(ending).isEqualTo(new Ending(Ending.How.INTERRUPT, 130));
    assertThat(sink.chunks())
        .containsExactly(
            new OutputChunk.Rich(Map.of("text/plain", "a", "text/html", "<b>"), false),
            new OutputChunk.Rich(Map.of("text/plain", "ü"), true));
  }

  @Test
  void anAnnouncedLengthTakesNoMemory() {
    byte[] liar = {0, (byte) 0xff, (byte) 0xff, (byte) 0xff, 'R'};
    assertThat(reasonOf(() -> hearing(liar).run(TURN, OutputSink.NOWHERE))).isEqualTo(Reason.GONE);
    for (int length : new int[] {-1, 0, Integer.MIN_VALUE, FrameReader.MOST_BYTES + 1}) {
      byte[] announced = ByteBuffer.allocate(4).putInt(length).array();
      assertThat(reasonOf(() -> hearing(announced).run(TURN, OutputSink.NOWHERE)))
          .isEqualTo(Reason.NONSENSE);
    }
  }

  @Test
  void answersOutOfTurnAreNonsense() {
    for (Frame frame :
        List.of(
            Frame.of('A', "3.11"),
            Frame.of('J', "1"),
            Frame.of('?', "1"),
            Frame.of('E'),
            Frame.of('E', "x", "256"),
            Frame.of('E', "x", "-1"),
            Frame.of('E', "x", "99999999999"),
            Frame.of('E', "z", "0"),
            Frame.of('R', "text/plain"),
            Frame.of('V'))) {
      assertThat(reasonOf(() -> hearing(framed(frame)).run(TURN, OutputSink.NOWHERE)))
          .as(frame.toString())
          .isEqualTo(Reason.NONSENSE);
    }
    assertThat(reasonOf(() -> hearing(framed(Frame.of('E', "x", "0"))).awaitReady()))
        .isEqualTo(Reason.NONSENSE);
  }

  @Test
  void anyBytesComeToAnEnd() {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      byte[] garbage = new byte[random.nextInt(200)];
      random.nextBytes(garbage);
      if (i % 2 == 0 && garbage.length > 4) {
        ByteBuffer.wrap(garbage).putInt(garbage.length - 4);
      }
      assertThat(reasonOf(() -> hearing(garbage).run(TURN, OutputSink.NOWHERE))).isNotNull();
    }
  }

  @Test
  void aFloodIsPassedOnAndNotKept() throws IOException {
    byte[] one = framed(Frame.of('R', "text/plain", "x".repeat(100_000)));
    long[] seen = {0};
    AgentInput endless =
        buffer -> {
          int at = (int) (seen[0] % one.length);
          int count = Math.min(buffer.length, one.length - at);
          System.arraycopy(one, at, buffer, 0, count);
          seen[0] += count;
          return count;
        };
    int[] shown = {0};
    OutputSink tired =
        chunk -> {
          if (++shown[0] == 20_000) {
            throw new IllegalStateException("enough");
          }
        };
    assertThatThrownBy(() -> new Agent(sent::writeBytes, endless).run(TURN, tired))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aProgramMayEndWithoutAWord() throws IOException {
    Job.Program program = new Job.Program("/w/main.py", "/w", Surroundings.NONE);
    Agent silent = hearing(new byte[0]);
    silent.start(program);
    assertThat(silent.followProgram(OutputSink.NOWHERE)).isEmpty();
    assertThat(hearing(framed(Frame.of('E', "r", "1"))).followProgram(OutputSink.NOWHERE))
        .contains(new Ending(Ending.How.TOO_DEEP, 1));
  }

  @Test
  void whatNoProcessCouldBeToldIsRefused() {
    assertThatThrownBy(() -> new Surroundings(List.of("a\0b"), Map.of()))
        .isInstanceOf(ServiceException.class);
    for (Map<String, String> env :
        List.of(Map.of("", "x"), Map.of("A=B", "x"), Map.of("A", "\0"))) {
      assertThatThrownBy(() -> new Surroundings(List.of(), env))
          .isInstanceOf(ServiceException.class);
    }
  }

  @Test
  void aCommandThatNamesNoAgentIsRefused() {
    assertThat(AgentCommand.of(toolchain(Map.of()))).isEmpty();
    assertThatThrownBy(() -> AgentCommand.of(toolchain(Map.of("agent", "perl"))))
        .hasMessageContaining("no agent 'perl'");
    assertThatThrownBy(
            () -> AgentCommand.of(toolchain(Map.of("agent", "python", "agent-command", "python3"))))
        .hasMessageContaining("{agent}");
    AgentCommand command =
        AgentCommand.of(
                toolchain(
                    Map.of(
                        "agent",
                        "python",
                        "agent-command",
                        "p --x={workspace},{scratch} {agent} {main}")))
            .orElseThrow();
    assertThat(command.in(new AgentCommand.Places("/a", "/w/m", "/w", "/t")))
        .containsExactly("p", "--x=/w,/t", "/a/agent.py", "/w/m");
  }

  private static Toolchain toolchain(Map<String, String> options) {
    return new Toolchain("t", "process", List.of(), "main", List.of(), options);
  }
}
