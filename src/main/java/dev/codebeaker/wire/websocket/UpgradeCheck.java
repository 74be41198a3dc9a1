package dev.codebeaker.wire.websocket;

import dev.codebeaker.admission.Admission;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.wire.WireConfig;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who may open a WebSocket: known clients, and pages of this server or of allowed origins. */
@Singleton
final class UpgradeCheck implements HttpUpgradeCheck {
  private static final int FORBIDDEN = 403;
  private static final int UNAVAILABLE = 503;
  private static final Map<String, List<String>> LATER = Map.of("Retry-After", List.of("1"));

  private final Admission admission;
  private final OpenSockets sockets;
  private final WireConfig config;

  UpgradeCheck(Admission admission, OpenSockets sockets, WireConfig config) {
    this.admission = admission;
    this.sockets = sockets;
    this.config = config;
  }

  @Override
  public Uni<CheckResult> perform(HttpUpgradeContext context) {
    HttpServerRequest request = context.httpRequest();
    if (!isFromAllowedOrigin(request)) {
      return CheckResult.rejectUpgrade(FORBIDDEN);
    }
    if (sockets.count() >= config.maxConnections()) {
      return CheckResult.rejectUpgrade(UNAVAILABLE, LATER);
    }
    try {
      Optional<String> authorization = Optional.ofNullable(request.getHeader("Authorization"));
      context.userData().put(RpcSocket.OWNER, admission.authenticate(authorization));
      FrameGuard.watch(request.connection());
      return CheckResult.permitUpgrade();
    } catch (ServiceException e) {
      return CheckResult.rejectUpgrade(e.code().httpStatus());
    }
  }

  private boolean isFromAllowedOrigin(HttpServerRequest request) {
    String origin = request.getHeader("Origin");
    if (origin == null) {
      return true;
    }
    List<String> allowed = config.allowedOrigins().orElse(List.of());
    return allowed.contains("*") || allowed.contains(origin) || isOwn(origin, request);
  }

  /** Compared with the host the client asked for: a proxy must pass it on. */
  private static boolean isOwn(String origin, HttpServerRequest request) {
    try {
      String host = request.getHeader("Host");
      return host != null && host.equalsIgnoreCase(URI.create(origin).getAuthority());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
