package dev.codebeaker.runtime.process.agent;

import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.language.Ending;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The service's side of a conversation with one agent: an interpreter that has started inside a
 * jail and waits for work. After it is ready it either becomes one program, or takes any number of
 * turns of one context.
 *
 * <p>One thread at a time. Calls wait for the agent as long as it takes; who wants to end the wait
 * ends the agent's process, and the call fails with {@link AgentFailure.Reason#GONE}. A failure of
 * any kind is the end of the conversation.
 *
 * <p>Of the agent's descriptors, 3 is where its requests come from and 4 where its answers go. Both
 * are out of the way of the program before that starts, but the program could still find the
 * latter; so whatever it says is read with care and can harm its own execution only.
 */
public final class Agent {
  private final AgentOutput requests;
  private final FrameReader answers;

  public Agent(AgentOutput requests, AgentInput answers) {
    this.requests = requests;
    this.answers = new FrameReader(answers);
  }

  /** Waits until the interpreter has started. */
  public AgentAnswer.Ready awaitReady() throws IOException {
    if (next() instanceof AgentAnswer.Ready ready) {
      return ready;
    }
    throw outOfTurn();
  }

  /** Makes it a program. Then {@link #followProgram} is to be called, and nothing else. */
  public void start(Job.Program program) throws IOException {
    send(program);
  }

  /**
   * Passes on what a program shows until it has ended. The exit status of its process is what
   * counts; what is answered here adds why, if the interpreter knew.
   */
  public Optional<Ending> followProgram(OutputSink sink) throws IOException {
    Optional<Ending> ending = Optional.empty();
    try {
      while (true) {
        switch (next()) {
          case AgentAnswer.Shown shown -> sink.accept(shown.content());
          case AgentAnswer.Ended ended -> ending = Optional.of(ended.ending());
          case AgentAnswer.Ready _, AgentAnswer.Read _ -> throw outOfTurn();
        }
      }
    } catch (AgentFailure e) {
      if (e.reason() == AgentFailure.Reason.GONE) {
        return ending;
      }
      throw e;
    }
  }

  /** Runs a turn and passes on what it shows. All it has written is in its streams by then. */
  public Ending run(Job.Turn turn, OutputSink sink) throws IOException {
    send(turn);
    while (true) {
      switch (next()) {
        case AgentAnswer.Shown shown -> sink.accept(shown.content());
        case AgentAnswer.Ended ended -> {
          return ended.ending();
        }
        case AgentAnswer.Ready _, AgentAnswer.Read _ -> throw outOfTurn();
      }
    }
  }

  /** Takes the types out of a text, between two turns. */
  AgentAnswer.Read strip(Job.Strip job) throws IOException {
    send(job);
    if (next() instanceof AgentAnswer.Read read) {
      return read;
    }
    throw outOfTurn();
  }

  private AgentAnswer next() throws IOException {
    return AgentAnswer.of(answers.next());
  }

  private void send(Job job) throws IOException {
    byte[] frame = job.frame().encoded();
    requests.write(
        ByteBuffer.allocate(Integer.BYTES + frame.length).putInt(frame.length).put(frame).array());
  }

  private static AgentFailure outOfTurn() {
    return AgentFailure.nonsense("an answer nobody has asked for");
  }
}
