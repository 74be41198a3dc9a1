package dev.codebeaker.wire.rest;

import dev.codebeaker.session.Submission;
import io.vertx.core.http.HttpServerResponse;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Cancels what was started for a request whose client goes away before its answer. */
final class Disconnect {
  private static final String GONE = "the client went away";

  private final HttpServerResponse response;
  private final Set<Submission> running = ConcurrentHashMap.newKeySet();

  Disconnect(HttpServerResponse response) {
    this.response = response;
    response.closeHandler(_ -> gone());
  }

  void cancels(Submission submission) {
    running.add(submission);
    submission.result().whenComplete((_, _) -> running.remove(submission));
    if (response.closed()) {
      gone();
    }
  }

  private void gone() {
    running.forEach(submission -> submission.cancel(GONE));
  }
}
