package dev.codebeaker.runtime.process.container;

import java.io.IOException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An image could not be brought. Its message names the image, and {@link #remedy} what to do. */
final class PullFailure extends IOException {
  private static final long serialVersionUID = 1L;
  private static final Pattern TOLD =
      Pattern.compile("\"message\" *: *\"(.*?)\" *}", Pattern.DOTALL);

  /** What helps where nobody pulls. */
  static final String BY_HAND =
      "build, load or pull it where the engine is, or see codebeaker.container.pull";

  /** Why, and what helps. */
  enum Reason {
    REFUSED(
        "log in to its registry as the user of the service (docker login), or correct the name"),
    ABSENT("correct its name in codebeaker.container, or build it where the engine is"),
    UNREACHABLE("see that the registry answers the engine, or load the image there (docker load)"),
    TOO_SLOW("raise codebeaker.container.pull-timeout, or load the image (docker load)");

    private final String remedy;

    Reason(String remedy) {
      this.remedy = remedy;
    }
  }

  private final Reason reason;

  PullFailure(String image, Reason reason, String told) {
    super("the image " + image + " can not be pulled: " + told);
    this.reason = reason;
  }

  /** From what the engine says; registries tell who may not see an image that there is none. */
  static PullFailure of(String image, String said) {
    Matcher told = TOLD.matcher(said);
    String why = told.find() ? told.group(1).replace("\\\"", "\"") : said;
    String plain = why.toLowerCase(Locale.ROOT);
    Reason reason =
        plain.contains("unauthorized") || plain.contains("denied") || plain.contains("basic auth")
            ? Reason.REFUSED
            : plain.contains("not found") || plain.contains("manifest unknown")
                ? Reason.ABSENT
                : Reason.UNREACHABLE;
    return new PullFailure(image, reason, why);
  }

  Reason reason() {
    return reason;
  }

  String remedy() {
    return reason.remedy;
  }
}
