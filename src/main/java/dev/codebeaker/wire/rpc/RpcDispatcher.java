package dev.codebeaker.wire.rpc;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.session.SessionService;
import dev.codebeaker.wire.BlockingCalls;
import dev.codebeaker.wire.Outbox;
import dev.codebeaker.wire.WireConfig;
import dev.codebeaker.wire.message.Catalogue;
import dev.codebeaker.wire.message.ExecutionEvent;
import dev.codebeaker.wire.message.ExecutionEvents.Receiver;
import dev.codebeaker.wire.message.Executions;
import dev.codebeaker.wire.message.Executions.Accepted;
import dev.codebeaker.wire.message.SelectionAnswer;
import dev.codebeaker.wire.message.SessionAnswer;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Does what a call asks for. Never blocks: commands are put into their session's queue on the
 * calling thread, so that they keep their order, and what blocks goes to a virtual thread.
 */
@Singleton
final class RpcDispatcher {
  private static final String CANCELLED = "the client cancelled it";

  private final SessionService service;
  private final Executions executions;
  private final Catalogue catalogue;
  private final BlockingCalls blocking;
  private final WireConfig config;

  RpcDispatcher(
      SessionService service,
      Executions executions,
      Catalogue catalogue,
      BlockingCalls blocking,
      WireConfig config) {
    this.service = service;
    this.executions = executions;
    this.catalogue = catalogue;
    this.blocking = blocking;
    this.config = config;
  }

  /** The result; it fails with whatever the call fails with. */
  CompletableFuture<?> dispatch(RpcCall call, RpcPeer peer) {
    return switch (call) {
      case RpcCall.Initialize it -> now(() -> initialize(it, peer));
      case RpcCall.LanguageList _ -> now(catalogue::languages);
      case RpcCall.RuntimeList _ -> now(catalogue::runtimes);
      case RpcCall.RuntimeVersions _ -> now(catalogue::versions);
      case RpcCall.RuntimeExplain it ->
          now(() -> SelectionAnswer.of(service.explain(it.request())));
      case RpcCall.SessionCreate it -> blocking.call(() -> create(it, peer));
      case RpcCall.SessionGet it ->
          now(() -> SessionAnswer.of(service.get(peer.owner(), it.session())));
      case RpcCall.SessionList _ ->
          now(() -> SessionAnswer.Sessions.of(service.list(peer.owner())));
      case RpcCall.SessionExecute it -> execute(it, peer);
      case RpcCall.SessionInput it -> now(() -> input(it, peer));
      case RpcCall.SessionSignal it -> now(() -> signal(it, peer));
      case RpcCall.SessionResize it -> now(() -> resize(it, peer));
      case RpcCall.SessionCancel it -> now(() -> cancel(it, peer));
      case RpcCall.SessionClose it -> blocking.call(() -> close(it, peer));
      case RpcCall.ExecutionRun it -> run(it, peer);
    };
  }

  private static <T> CompletableFuture<T> now(Supplier<T> work) {
    try {
      return CompletableFuture.completedFuture(work.get());
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private InitializeAnswer initialize(RpcCall.Initialize call, RpcPeer peer) {
    peer.negotiated(call.capabilities());
    return InitializeAnswer.of(
        peer.notifications().isPresent() && call.capabilities().streaming(),
        ServerVersion.TEXT,
        config,
        catalogue.languages().languages());
  }

  private CompletableFuture<?> execute(RpcCall.SessionExecute call, RpcPeer peer) {
    try {
      return owned(
          executions.execute(
              peer.owner(),
              call.session(),
              call.command(),
              call.limits(),
              receiver(call.stream(), peer)),
          peer);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletableFuture<?> run(RpcCall.ExecutionRun call, RpcPeer peer) {
    return blocking
        .call(
            () ->
                executions.run(
                    peer.owner(), call.request(), receiver(call.request().stream(), peer)))
        .thenCompose(accepted -> owned(accepted, peer));
  }

  private static CompletableFuture<?> owned(Accepted accepted, RpcPeer peer) {
    if (!accepted.detached()) {
      peer.owns(accepted.submission());
    }
    return accepted.answer();
  }

  private SessionAnswer create(RpcCall.SessionCreate call, RpcPeer peer) {
    return SessionAnswer.opened(service.create(peer.owner(), call.request()));
  }

  private SessionAnswer.Accepted input(RpcCall.SessionInput call, RpcPeer peer) {
    service.input(peer.owner(), call.session(), call.execution(), call.data(), call.end());
    return new SessionAnswer.Accepted(call.session().value(), true);
  }

  private SessionAnswer.Accepted signal(RpcCall.SessionSignal call, RpcPeer peer) {
    service.signal(peer.owner(), call.session(), call.execution(), call.signal());
    return new SessionAnswer.Accepted(call.session().value(), true);
  }

  private SessionAnswer.Accepted resize(RpcCall.SessionResize call, RpcPeer peer) {
    service.resize(peer.owner(), call.session(), call.execution(), call.size());
    return new SessionAnswer.Accepted(call.session().value(), true);
  }

  private SessionAnswer.Cancelled cancel(RpcCall.SessionCancel call, RpcPeer peer) {
    int cancelled = service.cancel(peer.owner(), call.session(), call.execution(), CANCELLED);
    return new SessionAnswer.Cancelled(call.session().value(), cancelled);
  }

  private SessionAnswer.Closed close(RpcCall.SessionClose call, RpcPeer peer) {
    service.close(peer.owner(), call.session());
    return new SessionAnswer.Closed(call.session().value(), true);
  }

  private static Optional<Receiver> receiver(boolean stream, RpcPeer peer) {
    if (!stream) {
      return Optional.empty();
    }
    if (!peer.capabilities().streaming()) {
      throw noStream("the client said in initialize that it takes no notifications")
          .fix("say \"capabilities\": {\"streaming\": true} in initialize, or leave out stream");
    }
    return Optional.of(
        peer.notifications()
            .map(RpcDispatcher::receiver)
            .orElseThrow(
                () ->
                    noStream("over HTTP there is no way to send notifications")
                        .fix(
                            "open a WebSocket at /rpc, or post to /api/sessions/{id}/commands with"
                                + " Accept: text/event-stream")));
  }

  private static ServiceException noStream(String why) {
    return ServiceException.of(ErrorCode.INVALID_PARAMS, why).field("stream");
  }

  private static Receiver receiver(Outbox<String> notifications) {
    return new Receiver() {
      @Override
      public void send(ExecutionEvent event) {
        notifications.send(RpcText.notification(event));
      }

      @Override
      public boolean offer(ExecutionEvent event) {
        return notifications.offer(RpcText.notification(event));
      }
    };
  }
}
