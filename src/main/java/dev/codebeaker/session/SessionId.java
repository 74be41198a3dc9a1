package dev.codebeaker.session;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import java.util.regex.Pattern;

/** Names a session; unguessable, and fit for a directory name. */
public record SessionId(String value) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /**
   * @throws ServiceException {@code SESSION_NOT_FOUND} if no session can have that name
   */
  public static SessionId parse(String text) {
    if (!FORM.matcher(text).matches()) {
      throw ServiceException.of(ErrorCode.SESSION_NOT_FOUND, "there is no such session")
          .field("sessionId")
          .fix("use the sessionId that session.create answered");
    }
    return new SessionId(text);
  }

  @Override
  public String toString() {
    return value;
  }
}
