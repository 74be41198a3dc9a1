package dev.codebeaker.runtime.process.agent;

import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.OutputChunk;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.language.Ending;
import dev.codebeaker.language.Surroundings;
import dev.codebeaker.language.javascript.LineLayout;
import dev.codebeaker.language.javascript.TurnScript;
import dev.codebeaker.language.javascript.TurnSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A context that lives in an agent, which must be ready: its turns, one after the other.
 *
 * <p>The agent's standard input is one for all of its turns: whoever writes to it opens it before a
 * turn, closes it at the input's end or the turn's, and takes out what a turn has left unread.
 */
public final class AgentContext {
  private static final Language TYPESCRIPT = new Language("typescript");

  private final Agent agent;
  private final AgentKind kind;
  private final Language language;
  private int turns;

  public AgentContext(Agent agent, AgentKind kind, Language language) {
    this.agent = agent;
    this.kind = kind;
    this.language = language;
  }

  /**
   * Runs one turn.
   *
   * @throws dev.codebeaker.failure.ServiceException if the command can not be told to an
   *     interpreter
   * @throws IOException if the agent does not answer as it should; the context is lost then
   */
  public Ending turn(RunCode command, OutputSink sink) throws IOException {
    Surroundings around = Surroundings.of(command);
    turns++;
    return switch (kind) {
      case PYTHON ->
          agent.run(new Job.Turn("<turn " + turns + ">", around, List.of(command.code())), sink);
      case JAVASCRIPT -> script(TurnScript.importing(command.code()), around, sink);
    };
  }

  private Ending script(String text, Surroundings around, OutputSink sink) throws IOException {
    if (!language.equals(TYPESCRIPT)) {
      return evaluated(TurnScript.of(text), "main.js", around, sink);
    }
    String file = "main.ts";
    String expression = TurnSource.asExpression(text);
    return switch (agent.strip(new Job.Strip(file, expression))) {
      case AgentAnswer.Stripped(String javascript) -> {
        TurnScript script = TurnScript.of(LineLayout.of(expression, javascript));
        yield evaluated(script, file, around, sink);
      }
      case AgentAnswer.Unreadable(String complaint) -> complained(complaint, sink);
    };
  }

  private Ending evaluated(TurnScript script, String file, Surroundings around, OutputSink sink)
      throws IOException {
    String name = "turn " + turns + "/" + file;
    return agent.run(new Job.Turn(name, around, List.of(script.script(), script.awaiting())), sink);
  }

  private static Ending complained(String complaint, OutputSink sink) {
    byte[] text = complaint.getBytes(StandardCharsets.UTF_8);
    if (text.length > 0) {
      sink.accept(new OutputChunk.Bytes(OutputChunk.Stream.STDERR, text));
    }
    return new Ending(Ending.How.EXCEPTION, 1);
  }
}
