package dev.codebeaker.cli;

import dev.codebeaker.admission.Owner;
import dev.codebeaker.execution.Command;
import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.session.SessionId;
import dev.codebeaker.session.SessionRequest;
import dev.codebeaker.session.SessionService;
import dev.codebeaker.session.SessionView;
import dev.codebeaker.session.Submission;
import io.quarkus.arc.All;
import io.quarkus.vertx.http.HttpServer;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The service of this process. */
@Singleton
public class LiveService implements Service {
  private static final Owner OWNER = new Owner("command-line");

  private final SessionService sessions;
  private final List<ExecutionRuntime> runtimes;
  private final Instance<HttpServer> server;

  @Inject
  LiveService(
      SessionService sessions, @All List<ExecutionRuntime> runtimes, Instance<HttpServer> server) {
    this.sessions = sessions;
    this.runtimes = runtimes.stream().sorted(Comparator.comparing(ExecutionRuntime::name)).toList();
    this.server = server;
  }

  @Override
  public Language language(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    return languages().stream()
        .filter(language -> language.id().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                ServiceException.of(ErrorCode.LANGUAGE_UNKNOWN, "there is no language " + name)
                    .field("--lang")
                    .known(languages().stream().map(Language::id).toList()));
  }

  @Override
  public SortedSet<Language> languages() {
    SortedSet<Language> languages = new TreeSet<>();
    runtimes.forEach(runtime -> languages.addAll(runtime.capabilities().languages()));
    return languages;
  }

  @Override
  public List<ExecutionRuntime> runtimes() {
    return runtimes;
  }

  @Override
  public SessionView create(SessionRequest request) {
    return sessions.create(OWNER, request);
  }

  @Override
  public Submission execute(SessionId session, Command command, OutputSink sink) {
    return sessions.execute(OWNER, session, command, Map.of(), sink);
  }

  @Override
  public void input(SessionId session, Submission execution, byte[] data, boolean end) {
    sessions.input(OWNER, session, Optional.of(execution.id()), data, end);
  }

  @Override
  public void close(SessionId session) {
    sessions.close(OWNER, session);
  }

  @Override
  public int port() {
    return server.get().getPort();
  }
}
