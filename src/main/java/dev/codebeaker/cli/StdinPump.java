package dev.codebeaker.cli;

import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.session.SessionId;
import dev.codebeaker.session.Submission;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Passes this process's standard input on to an execution, as it comes, until either ends. */
final class StdinPump {
  private static final int BUFFER = 1 << 16;
  private static final byte[] NOTHING = new byte[0];

  private final Service service;
  private final SessionId session;
  private final Submission execution;

  StdinPump(Service service, SessionId session, Submission execution) {
    this.service = service;
    this.session = session;
    this.execution = execution;
  }

  /** On a daemon thread: a read of a terminal can not be ended from outside. */
  void start(InputStream in) {
    Thread.ofPlatform().daemon().name("stdin").start(() -> pump(in));
  }

  private void pump(InputStream in) {
    byte[] buffer = new byte[BUFFER];
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        service.input(session, execution, Arrays.copyOf(buffer, n), false);
      }
      service.input(session, execution, NOTHING, true);
    } catch (IOException e) {
      service.input(session, execution, NOTHING, true);
    } catch (ServiceException e) {
      // The execution has ended: nobody is left to read.
    }
  }
}
