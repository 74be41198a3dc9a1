package dev.codebeaker.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.Outcome.ContextState;
import dev.codebeaker.execution.OutputChunk;
import dev.codebeaker.execution.OutputChunk.Stream;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.execution.Run;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.execution.RunProgram;
import dev.codebeaker.execution.Signal;
import dev.codebeaker.execution.TerminalSize;
import dev.codebeaker.execution.Usage;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.Execution;
import dev.codebeaker.workspace.WorkspacePath;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A program of one instruction a line, for tests that need no real one:
 *
 * <ul>
 *   <li>{@code print TEXT}, {@code error TEXT}: writes a line
 *   <li>{@code show HTML}, {@code value TEXT}: a rich result
 *   <li>{@code args}, {@code env NAME}, {@code turn}: prints them, or the number of the turn
 *   <li>{@code how}: prints the type of the command, where it starts and its terminal's size
 *   <li>{@code flood N}: prints N lines of 1000 characters
 *   <li>{@code cat}: prints what it is sent until its input ends; a signal as {@code <INT>}, a new
 *       size of its terminal as {@code <80x24>}
 *   <li>{@code block}: waits until it is cancelled, or a signal ends it
 *   <li>{@code exit N}, {@code trap}, {@code exceed LIMIT}: ends so
 *   <li>{@code fail}: the runtime itself fails
 * </ul>
 */
public final class FakeProgram implements Execution {
  private static final byte[] END = new byte[0];
  private static final Usage USAGE =
      new Usage(Duration.ofMillis(1), Duration.ofMillis(1), 1 << 20, 0);

  private final Run asked;
  private final RunCode command;
  private final OutputSink sink;
  private final int turn;
  private final ContextState state;
  private final LinkedBlockingQueue<byte[]> input = new LinkedBlockingQueue<>();
  private final CompletableFuture<Signal> signalled = new CompletableFuture<>();
  private final CompletableFuture<String> cancelled = new CompletableFuture<>();
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

  /**
   * @param asked what was asked for; {@code command} is what becomes of it here
   */
  FakeProgram(Run asked, RunCode command, OutputSink sink, int turn) {
    this.asked = asked;
    this.command = command;
    this.sink = sink;
    this.turn = turn;
    this.state = command.context().isPresent() ? ContextState.KEPT : ContextState.NONE;
    input(command.stdin().initial());
    if (!command.stdin().open()) {
      endInput();
    }
  }

  @Override
  public Outcome await() throws InterruptedException {
    try {
      return outcome.get();
    } catch (ExecutionException e) {
      throw (ServiceException) e.getCause();
    }
  }

  @Override
  public void cancel(String reason) {
    cancelled.complete(reason);
    input.add(END);
  }

  @Override
  public void signal(Signal signal) {
    signalled.complete(signal);
    input(("<" + signal + ">").getBytes(UTF_8));
  }

  @Override
  public void resize(TerminalSize size) {
    input(("<" + text(size) + ">").getBytes(UTF_8));
  }

  @Override
  public void input(byte[] data) {
    if (data.length > 0) {
      input.add(data);
    }
  }

  @Override
  public void endInput() {
    input.add(END);
  }

  void run(Runnable after) {
    Outcome how = new Outcome.Trapped("the fake broke", USAGE, state);
    try {
      how = new Outcome.Exited(0, USAGE, state);
      for (String line : command.code().split("\n")) {
        how = step(line.strip());
        if (!(how instanceof Outcome.Exited exited && exited.code() == 0)) {
          break;
        }
      }
    } catch (ServiceException e) {
      after.run();
      outcome.completeExceptionally(e);
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    after.run();
    outcome.complete(how);
  }

  private Outcome step(String line) throws InterruptedException {
    String[] words = line.split(" ", 2);
    String rest = words.length > 1 ? words[1] : "";
    Outcome goOn = new Outcome.Exited(0, USAGE, state);
    switch (words[0]) {
      case "print" -> write(Stream.STDOUT, rest + "\n");
      case "error" -> write(Stream.STDERR, rest + "\n");
      case "show" -> sink.accept(new OutputChunk.Rich(Map.of("text/html", rest), false));
      case "value" -> sink.accept(new OutputChunk.Rich(Map.of("text/plain", rest), true));
      case "args" -> write(Stream.STDOUT, String.join(" ", command.args()) + "\n");
      case "env" -> write(Stream.STDOUT, command.env().getOrDefault(rest, "") + "\n");
      case "how" -> write(Stream.STDOUT, how() + "\n");
      case "turn" -> write(Stream.STDOUT, turn + "\n");
      case "flood" -> flood(Integer.parseInt(rest));
      case "cat" -> cat();
      case "block" -> {
        return ended();
      }
      case "exit" -> {
        return new Outcome.Exited(Integer.parseInt(rest), USAGE, state);
      }
      case "trap" -> {
        return new Outcome.Trapped("unreachable", USAGE, state);
      }
      case "exceed" -> {
        return new Outcome.LimitExceeded(Limit.valueOf(rest), USAGE, state);
      }
      case "fail" -> throw ServiceException.of(ErrorCode.RUNTIME_FAILED, "the fake failed");
      default -> {}
    }
    return cancelled.isDone() ? new Outcome.Cancelled(cancelled.join(), USAGE, state) : goOn;
  }

  private Outcome ended() {
    CompletableFuture.anyOf(cancelled, signalled).join();
    return signalled.isDone()
        ? new Outcome.Signalled("SIG" + signalled.join(), USAGE, state)
        : new Outcome.Cancelled(cancelled.join(), USAGE, state);
  }

  private String how() {
    WorkspacePath directory =
        switch (asked) {
          case RunCode _ -> WorkspacePath.ROOT;
          case RunProgram program -> program.directory();
        };
    String terminal = asked.terminal().map(FakeProgram::text).orElse("no terminal");
    return asked.type() + " in " + directory.mounted() + ", " + terminal;
  }

  private static String text(TerminalSize size) {
    return size.columns() + "x" + size.rows();
  }

  private void cat() throws InterruptedException {
    for (byte[] data = input.take(); data != END; data = input.take()) {
      sink.accept(new OutputChunk.Bytes(Stream.STDOUT, data));
    }
  }

  private void flood(int lines) {
    String line = "x".repeat(999) + "\n";
    for (int i = 0; i < lines && !cancelled.isDone(); i++) {
      write(Stream.STDOUT, line);
    }
  }

  private void write(Stream stream, String text) {
    sink.accept(new OutputChunk.Bytes(stream, text.getBytes(UTF_8)));
  }
}
