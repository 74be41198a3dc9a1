package dev.codebeaker.wire.websocket;

import dev.codebeaker.admission.Owner;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.session.Submission;
import dev.codebeaker.wire.Outbox;
import dev.codebeaker.wire.WireConfig;
import dev.codebeaker.wire.rpc.ClientCapabilities;
import dev.codebeaker.wire.rpc.RpcPeer;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The client of one WebSocket connection: who it is, what it was promised, and what runs for it.
 * Its calls are counted from their arrival to their answer. Thread safe.
 */
final class RpcConnection implements RpcPeer {
  private static final String GONE = "the client went away";

  private final Owner owner;
  private final Outbox<String> outbox;
  private final WireConfig config;
  private final Set<Submission> running = ConcurrentHashMap.newKeySet();
  private volatile ClientCapabilities capabilities = ClientCapabilities.ALL;
  private volatile boolean gone;

  private final Object counting = new Object();
  private int calls;
  private long callBytes;

  RpcConnection(Owner owner, Outbox<String> outbox, WireConfig config) {
    this.owner = owner;
    this.outbox = outbox;
    this.config = config;
  }

  @Override
  public Owner owner() {
    return owner;
  }

  @Override
  public Optional<Outbox<String>> notifications() {
    return Optional.of(outbox);
  }

  @Override
  public ClientCapabilities capabilities() {
    return capabilities;
  }

  @Override
  public void negotiated(ClientCapabilities agreed) {
    capabilities = agreed;
  }

  @Override
  public void owns(Submission submission) {
    running.add(submission);
    submission.result().whenComplete((_, _) -> running.remove(submission));
    if (gone) {
      submission.cancel(GONE);
    }
  }

  Outbox<String> outbox() {
    return outbox;
  }

  /**
   * Counts a call that has come in.
   *
   * @throws ServiceException {@code TOO_MANY_CALLS}
   */
  void begin(int bytes) {
    synchronized (counting) {
      if (calls >= config.maxCallsPerConnection()
          || (calls > 0 && callBytes + bytes > config.maxCallBytesPerConnection())) {
        throw ServiceException.of(
                ErrorCode.TOO_MANY_CALLS,
                calls + " calls with " + callBytes + " bytes of this connection are unanswered")
            .fix("wait for answers before sending more calls");
      }
      calls++;
      callBytes += bytes;
    }
  }

  void end(int bytes) {
    synchronized (counting) {
      calls--;
      callBytes -= bytes;
    }
  }

  /** Cancels what runs for it, and writes nothing any more. */
  void disconnected() {
    gone = true;
    outbox.close();
    running.forEach(submission -> submission.cancel(GONE));
  }
}
