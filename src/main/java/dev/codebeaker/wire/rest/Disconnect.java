package dev.codebeaker.wire.rest;

import dev.codebeaker.session.Submission;
import dev.codebeaker.wire.ClientChannel;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GenericFutureListener;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/**
 * Cancels what was started for a request whose client hangs up before its answer. It looks at the
 * connection, since the response has room for one close handler and the framework takes it.
 */
final class Disconnect {
  private static final String GONE = "the client went away";

  private final Optional<Channel> channel;

  Disconnect(HttpServerRequest request) {
    this.channel = ClientChannel.of(request.connection());
  }

  void cancels(Submission submission) {
    channel.ifPresent(
        open -> {
          GenericFutureListener<Future<Void>> hungUp = _ -> submission.cancel(GONE);
          open.closeFuture().addListener(hungUp);
          submission.result().whenComplete((_, _) -> open.closeFuture().removeListener(hungUp));
        });
  }
}
