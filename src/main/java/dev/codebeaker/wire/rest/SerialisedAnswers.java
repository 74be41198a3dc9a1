package dev.codebeaker.wire.rest;

import dev.codebeaker.wire.message.Catalogue;
import dev.codebeaker.wire.message.ExecutionAnswer;
import dev.codebeaker.wire.message.ExecutionEvent;
import dev.codebeaker.wire.message.FileAnswer;
import dev.codebeaker.wire.message.LanguageAnswer;
import dev.codebeaker.wire.message.RuntimeAnswer;
import dev.codebeaker.wire.message.SelectionAnswer;
import dev.codebeaker.wire.message.SessionAnswer;
import dev.codebeaker.wire.message.VersionsAnswer;
import dev.codebeaker.wire.rpc.InitializeAnswer;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** Every record that is written as JSON, for the native image to keep its accessors. */
@RegisterForReflection(
    targets = {
      Catalogue.Languages.class,
      Catalogue.Runtimes.class,
      ExecutionAnswer.class,
      ExecutionAnswer.Context.class,
      ExecutionAnswer.Cut.class,
      ExecutionAnswer.Truncation.class,
      ExecutionAnswer.Usage.class,
      ExecutionEvent.class,
      ExecutionEvent.Completed.class,
      ExecutionEvent.Display.class,
      ExecutionEvent.Dropped.class,
      ExecutionEvent.Output.class,
      ExecutionEvent.Started.class,
      FileAnswer.class,
      FileAnswer.Entry.class,
      FileResource.Written.class,
      InitializeAnswer.class,
      InitializeAnswer.Capabilities.class,
      InitializeAnswer.ServerInfo.class,
      InitializeAnswer.WireLimits.class,
      LanguageAnswer.class,
      LanguageAnswer.On.class,
      Problem.class,
      RuntimeAnswer.class,
      RuntimeAnswer.Isolation.class,
      RuntimeAnswer.Readiness.class,
      RuntimeAnswer.Served.class,
      SelectionAnswer.class,
      SelectionAnswer.Declared.class,
      SelectionAnswer.Measured.class,
      SelectionAnswer.Ranked.class,
      SelectionAnswer.Rejected.class,
      SelectionAnswer.Weights.class,
      SessionAnswer.class,
      SessionAnswer.Accepted.class,
      SessionAnswer.Cancelled.class,
      SessionAnswer.Closed.class,
      SessionAnswer.Sessions.class,
      VersionsAnswer.class,
      VersionsAnswer.Entry.class
    })
final class SerialisedAnswers {
  private SerialisedAnswers() {}
}
