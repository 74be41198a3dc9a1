package dev.codebeaker.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Expecting the service to say no. */
public final class Failures {
  private Failures() {}

  public static ServiceException failsWith(ErrorCode code, ThrowingCallable call) {
    ServiceException failure = catchThrowableOfType(ServiceException.class, call);
    assertThat(failure).as("expected " + code).isNotNull();
    assertThat(failure.code()).as(failure.getMessage()).isEqualTo(code);
    return failure;
  }
}
