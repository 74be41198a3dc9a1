package dev.codebeaker.telemetry;

import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * Clients may send any word as the method of an HTTP request, and the framework makes it a label:
 * those that mean nothing here are one.
 */
final class RequestMethods {
  private static final String LABEL = "method";
  private static final String OTHER = "_OTHER";
  private static final Set<String> KNOWN =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private RequestMethods() {}

  @Produces
  @Singleton
  static MeterFilter bounded() {
    return MeterFilter.replaceTagValues(LABEL, method -> KNOWN.contains(method) ? method : OTHER);
  }
}
