package dev.codebeaker.wire.rest;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.wire.message.Failure;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every failure of a REST request, as problem+json. */
public class Problems {
  private static final int RETRY_SECONDS = 1;

  @ServerExceptionMapper
  Response of(ServiceException e) {
    return response(e);
  }

  @ServerExceptionMapper
  Response of(NotFoundException e) {
    return response(
        ServiceException.of(ErrorCode.METHOD_NOT_FOUND, "there is nothing at this path")
            .field("path")
            .fix("see /q/swagger-ui for what there is"));
  }

  @ServerExceptionMapper
  Response of(NotAllowedException e) {
    Response problem =
        response(
            ServiceException.of(ErrorCode.METHOD_NOT_ALLOWED, "this path does not take this method")
                .field("method")
                .fix("use a method that the Allow header names, or see /q/swagger-ui"));
    String allowed = e.getResponse().getHeaderString(HttpHeaders.ALLOW);
    return allowed == null
        ? problem
        : Response.fromResponse(problem).header(HttpHeaders.ALLOW, allowed).build();
  }

  @ServerExceptionMapper
  Response of(NotSupportedException e) {
    return response(
        ServiceException.of(ErrorCode.MEDIA_TYPE_UNSUPPORTED, "this path does not take this type")
            .field(HttpHeaders.CONTENT_TYPE)
            .fix("send JSON with the header 'Content-Type: application/json'"));
  }

  @ServerExceptionMapper
  Response of(NotAcceptableException e) {
    return response(
        ServiceException.of(ErrorCode.NOT_ACCEPTABLE, "there is no answer in an accepted type")
            .field(HttpHeaders.ACCEPT)
            .fix("accept application/json"));
  }

  @ServerExceptionMapper
  Response of(ClientErrorException e) {
    return response(
        ServiceException.of(ErrorCode.INVALID_REQUEST, "the request can not be read")
            .fix("see /q/swagger-ui for what it should look like"));
  }

  @ServerExceptionMapper
  Response of(Throwable e) {
    return response(e);
  }

  private static Response response(Throwable e) {
    Failure failure = Failure.of(e);
    Response.ResponseBuilder response =
        Response.status(failure.code().httpStatus())
            .type(Problem.MEDIA_TYPE)
            .entity(Problem.of(failure));
    if (failure.code().retryable()) {
      response.header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
    }
    if (failure.code() == ErrorCode.UNAUTHENTICATED) {
      response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
    return response.build();
  }
}
