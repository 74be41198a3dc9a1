package dev.codebeaker.wire.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.wire.message.Failure;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Why a request failed, as RFC 9457 has it.
 *
 * @param type names the kind of problem; it is {@code error} as a URN
 * @param error the code: the same word as in JSON-RPC's {@code error.data.error}
 * @param field what is wrong in the request
 * @param fix how to mend it
 * @param known what would have been accepted
 * @param retryable whether the same request may succeed a little later
 * @param correlationId under which the service has logged it
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    String error,
    Optional<String> field,
    Optional<String> fix,
    List<String> known,
    boolean retryable,
    String correlationId) {
  public static final String MEDIA_TYPE = "application/problem+json";

  static Problem of(Failure failure) {
    ErrorCode code = failure.code();
    String words = code.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return new Problem(
        "urn:codebeaker:error:" + words.replace(' ', '-'),
        words,
        code.httpStatus(),
        failure.message(),
        code.name(),
        failure.field(),
        failure.fix(),
        failure.known(),
        code.retryable(),
        failure.correlationId());
  }
}
