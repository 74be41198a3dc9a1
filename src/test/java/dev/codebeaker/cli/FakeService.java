package dev.codebeaker.cli;

import dev.codebeaker.execution.Command;
import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.Outcome.ContextState;
import dev.codebeaker.execution.OutputChunk;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.execution.Run;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.execution.RunProgram;
import dev.codebeaker.execution.TerminalSize;
import dev.codebeaker.execution.Usage;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.runtime.RuntimeCapabilities.Network;
import dev.codebeaker.selection.MeasuredCosts;
import dev.codebeaker.selection.OpeningFailures;
import dev.codebeaker.selection.Requirements;
import dev.codebeaker.selection.RuntimeRegistry;
import dev.codebeaker.selection.RuntimeSelector;
import dev.codebeaker.selection.SecurityPolicies;
import dev.codebeaker.selection.Selection;
import dev.codebeaker.selection.SelectionConfig;
import dev.codebeaker.session.CommandResult;
import dev.codebeaker.session.ExecutionId;
import dev.codebeaker.session.SessionId;
import dev.codebeaker.session.SessionRequest;
import dev.codebeaker.session.SessionView;
import dev.codebeaker.session.Submission;
import dev.codebeaker.testing.ConfigDefaults;
import dev.codebeaker.testing.FakeClock;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** Runs what it is told to without running anything; remembers what it was asked. */
final class FakeService implements Service {
  /** What "running" code does. */
  interface Guest {
    Outcome run(Run run, OutputSink sink);
  }

  final List<SessionRequest> requests = new ArrayList<>();
  final List<RunCode> commands = new ArrayList<>();
  final List<RunProgram> programs = new ArrayList<>();
  final BlockingQueue<TerminalSize> sizes = new LinkedBlockingQueue<>();
  final List<SessionId> closed = new ArrayList<>();
  final List<ExecutionRuntime> runtimes = new ArrayList<>();
  final ByteArrayOutputStream input = new ByteArrayOutputStream();
  final CountDownLatch inputEnded = new CountDownLatch(1);
  final FakeClock clock = new FakeClock();
  final MeasuredCosts costs = new MeasuredCosts(clock);
  volatile int notReadyYet;

  private final Guest guest;

  FakeService(Guest guest) {
    this.guest = guest;
  }

  static Outcome exited(int code) {
    return new Outcome.Exited(code, Usage.NONE, ContextState.NONE);
  }

  static OutputChunk out(String text) {
    return chunk(OutputChunk.Stream.STDOUT, text);
  }

  static OutputChunk err(String text) {
    return chunk(OutputChunk.Stream.STDERR, text);
  }

  private static OutputChunk chunk(OutputChunk.Stream stream, String text) {
    return new OutputChunk.Bytes(stream, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Waits until all standard input has arrived. */
  String awaitInput() {
    try {
      inputEnded.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return input.toString(StandardCharsets.UTF_8);
  }

  @Override
  public Language language(String name) {
    if (name.equals("cobol")) {
      throw ServiceException.of(ErrorCode.LANGUAGE_UNKNOWN, "no runtime knows 'cobol'")
          .field("language")
          .fix("use a known one")
          .known(List.of("python"));
    }
    return new Language(name);
  }

  @Override
  public SortedSet<Language> languages() {
    return new TreeSet<>(List.of(new Language("python")));
  }

  @Override
  public List<ExecutionRuntime> runtimes() {
    return runtimes;
  }

  @Override
  public Selection explain(SessionRequest request) {
    SelectionConfig config = ConfigDefaults.of(SelectionConfig.class);
    return new RuntimeSelector(
            new RuntimeRegistry(runtimes), costs, new OpeningFailures(config.rest(), clock))
        .explain(
            new Requirements(
                request.language(),
                request.runtime(),
                request.preference(),
                new SecurityPolicies(config).active(),
                request.template(),
                request.limits().keySet(),
                request.features(),
                Network.NONE));
  }

  @Override
  public SessionView create(SessionRequest request) {
    if (notReadyYet-- > 0) {
      throw ServiceException.of(ErrorCode.RUNTIME_PREPARING, "in a moment");
    }
    requests.add(request);
    Instant now = Instant.EPOCH;
    return new SessionView(
        new SessionId("s"),
        SessionView.State.ACTIVE,
        request.language(),
        "fake",
        now,
        now,
        now,
        0,
        0,
        false);
  }

  @Override
  public Submission execute(SessionId session, Command command, OutputSink sink) {
    Run run = (Run) command;
    switch (run) {
      case RunCode code -> commands.add(code);
      case RunProgram program -> programs.add(program);
    }
    return new FakeSubmission(
        CompletableFuture.supplyAsync(() -> new CommandResult.Ran(guest.run(run, sink), "fake")));
  }

  @Override
  public void input(SessionId session, Submission execution, byte[] data, boolean end) {
    input.writeBytes(data);
    if (end) {
      inputEnded.countDown();
    }
  }

  @Override
  public void resize(SessionId session, Submission execution, TerminalSize size) {
    sizes.add(size);
  }

  @Override
  public Limits maxima() {
    Map<Limit, Long> most = new EnumMap<>(Limit.class);
    for (Limit limit : Limit.values()) {
      most.put(limit, 1_000_000L);
    }
    return Limits.of(most);
  }

  @Override
  public void close(SessionId session) {
    closed.add(session);
  }

  @Override
  public URI address() {
    return URI.create("http://127.0.0.1:8080/");
  }

  private record FakeSubmission(CompletableFuture<CommandResult> result) implements Submission {
    @Override
    public ExecutionId id() {
      return new ExecutionId("e");
    }

    @Override
    public CompletableFuture<Void> started() {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void cancel(String reason) {
      result.complete(
          new CommandResult.Ran(
              new Outcome.Cancelled(reason, Usage.NONE, ContextState.NONE), "fake"));
    }
  }
}
