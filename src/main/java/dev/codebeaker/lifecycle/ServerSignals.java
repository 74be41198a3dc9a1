package dev.codebeaker.lifecycle;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Signals drain a server; a command at the terminal has its own use for them. */
@Singleton
final class ServerSignals {
  void listen(@Observes StartupEvent event, VertxHttpConfig http, Shutdown shutdown, Drain drain) {
    if (http.hostEnabled() && LaunchMode.current() == LaunchMode.NORMAL) {
      shutdown.drainOnSignals(drain);
    }
  }
}
