package dev.codebeaker.failure;

import java.util.List;
import java.util.Optional;

/**
 * The service could not do what was asked: a code, a sentence, and where it helps the field that is
 * wrong, how to mend it, and the values that would have been accepted. What a guest program does
 * wrong is never this: it is an {@code Outcome}.
 */
public final class ServiceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final Optional<String> field;
  private final Optional<String> fix;
  private final List<String> known;

  private ServiceException(
      ErrorCode code,
      String message,
      Optional<String> field,
      Optional<String> fix,
      List<String> known,
      Optional<Throwable> cause) {
    super(message, cause.orElse(null));
    this.code = code;
    this.field = field;
    this.fix = fix;
    this.known = List.copyOf(known);
  }

  public static ServiceException of(ErrorCode code, String message) {
    return new ServiceException(
        code, message, Optional.empty(), Optional.empty(), List.of(), Optional.empty());
  }

  /** The service's own trouble; the cause is logged, never sent. */
  public static ServiceException because(ErrorCode code, String message, Throwable cause) {
    return new ServiceException(
        code, message, Optional.empty(), Optional.empty(), List.of(), Optional.of(cause));
  }

  public ServiceException field(String name) {
    return new ServiceException(code, text(), Optional.of(name), fix, known, cause());
  }

  public ServiceException fix(String sentence) {
    return new ServiceException(code, text(), field, Optional.of(sentence), known, cause());
  }

  public ServiceException known(Iterable<String> values) {
    return new ServiceException(
        code,
        text(),
        field,
        fix,
        java.util.stream.StreamSupport.stream(values.spliterator(), false).sorted().toList(),
        cause());
  }

  public ErrorCode code() {
    return code;
  }

  public Optional<String> field() {
    return field;
  }

  public Optional<String> fix() {
    return fix;
  }

  /** The values that would have been accepted, sorted; empty where that makes no sense. */
  public List<String> known() {
    return known;
  }

  private String text() {
    return java.util.Objects.requireNonNullElse(getMessage(), code.name());
  }

  private Optional<Throwable> cause() {
    return Optional.ofNullable(getCause());
  }
}
