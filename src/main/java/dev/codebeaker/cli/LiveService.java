package dev.codebeaker.cli;

import dev.codebeaker.admission.Owner;
import dev.codebeaker.execution.Command;
import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.OutputSink;
import dev.codebeaker.execution.TerminalSize;
import dev.codebeaker.runtime.ExecutionRuntime;
import dev.codebeaker.selection.Languages;
import dev.codebeaker.selection.RuntimeRegistry;
import dev.codebeaker.selection.Selection;
import dev.codebeaker.session.LimitsPolicy;
import dev.codebeaker.session.SessionId;
import dev.codebeaker.session.SessionRequest;
import dev.codebeaker.session.SessionService;
import dev.codebeaker.session.SessionView;
import dev.codebeaker.session.Submission;
import dev.codebeaker.telemetry.TelemetryConfig;
import io.quarkus.vertx.http.HttpServer;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/** The service of this process. */
@Singleton
public class LiveService implements Service {
  private static final Owner OWNER = new Owner("command-line");

  private final SessionService sessions;
  private final RuntimeRegistry runtimes;
  private final Languages languages;
  private final LimitsPolicy limits;
  private final Instance<HttpServer> server;
  private final TelemetryConfig telemetry;

  @Inject
  LiveService(
      SessionService sessions,
      RuntimeRegistry runtimes,
      Languages languages,
      LimitsPolicy limits,
      Instance<HttpServer> server,
      TelemetryConfig telemetry) {
    this.sessions = sessions;
    this.runtimes = runtimes;
    this.languages = languages;
    this.limits = limits;
    this.server = server;
    this.telemetry = telemetry;
  }

  @Override
  public Language language(String name) {
    return languages.parse(name);
  }

  @Override
  public SortedSet<Language> languages() {
    return runtimes.languages();
  }

  @Override
  public List<ExecutionRuntime> runtimes() {
    return runtimes.all();
  }

  @Override
  public Selection explain(SessionRequest request) {
    return sessions.explain(request);
  }

  @Override
  public SessionView create(SessionRequest request) {
    return sessions.create(OWNER, request).session();
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
  public void resize(SessionId session, Submission execution, TerminalSize size) {
    sessions.resize(OWNER, session, Optional.of(execution.id()), size);
  }

  @Override
  public Limits maxima() {
    return limits.maxima();
  }

  @Override
  public void close(SessionId session) {
    sessions.close(OWNER, session);
  }

  @Override
  public URI address() {
    return server.get().getLocalBaseUri();
  }

  @Override
  public boolean isReadByPrograms() {
    return telemetry.jsonLogs();
  }
}
