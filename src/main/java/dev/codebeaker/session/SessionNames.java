package dev.codebeaker.session;

import java.util.regex.Pattern;

/**
 * Names sessions so that other instances of the service, which are asked when a request was sent
 * astray, can tell that it was: each name begins with that of the instance which has the session.
 */
final class SessionNames {
  private static final int INSTANCE = 8;
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{32}");

  private final UnguessableNames random = new UnguessableNames();
  private final String instance = random.next().substring(0, INSTANCE);

  SessionId next() {
    return new SessionId(instance + "-" + random.next());
  }

  /** Whether another instance, or this one before it was started anew, has made this name. */
  boolean isForeign(SessionId id) {
    return FORM.matcher(id.value()).matches() && !id.value().startsWith(instance);
  }
}
