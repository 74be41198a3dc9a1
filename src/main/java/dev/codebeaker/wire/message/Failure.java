package dev.codebeaker.wire.message;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jboss.logging.Logger;

/**
 * Why a request failed, as every dialect tells it: the one place where a throwable becomes an
 * answer. The service's own trouble is logged here, once, under the correlation id that the client
 * is given; its cause is never sent.
 */
public record Failure(
    ErrorCode code,
    String message,
    Optional<String> field,
    Optional<String> fix,
    List<String> known,
    String correlationId) {
  private static final Logger LOG = Logger.getLogger(Failure.class);

  public static Failure of(Throwable thrown) {
    Throwable trouble = unwrap(thrown);
    String correlationId = UUID.randomUUID().toString();
    return trouble instanceof ServiceException known
        ? expected(known, correlationId)
        : unexpected(trouble, correlationId);
  }

  private static Failure expected(ServiceException e, String correlationId) {
    if (e.getCause() != null || e.code() == ErrorCode.INTERNAL) {
      LOG.errorf(e, "%s (%s)", e.code(), correlationId);
    }
    String message = e.code() == ErrorCode.INTERNAL ? INTERNAL_MESSAGE : text(e);
    return new Failure(e.code(), message, e.field(), e.fix(), e.known(), correlationId);
  }

  private static final String INTERNAL_MESSAGE = "the service failed";

  private static Failure unexpected(Throwable trouble, String correlationId) {
    LOG.errorf(trouble, "%s (%s)", ErrorCode.INTERNAL, correlationId);
    return new Failure(
        ErrorCode.INTERNAL,
        INTERNAL_MESSAGE,
        Optional.empty(),
        Optional.of("report it with the correlationId"),
        List.of(),
        correlationId);
  }

  private static String text(ServiceException e) {
    return java.util.Objects.requireNonNullElse(e.getMessage(), e.code().name());
  }

  private static Throwable unwrap(Throwable thrown) {
    Throwable trouble = thrown;
    while ((trouble instanceof CompletionException || trouble instanceof ExecutionException)
        && trouble.getCause() != null) {
      trouble = trouble.getCause();
    }
    return trouble;
  }
}
