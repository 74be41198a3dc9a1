package dev.codebeaker.runtime.wasm.worker.protocol;

import dev.codebeaker.execution.ContextName;
import dev.codebeaker.execution.Language;
import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.execution.RunCode;
import dev.codebeaker.execution.Stdin;
import dev.codebeaker.execution.Usage;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How the words of the service are written in a frame. */
final class Codes {
  private static final Limit[] LIMITS = Limit.values();
  private static final ErrorCode[] ERRORS = ErrorCode.values();

  private static final int MOST_CHARACTERS = 4000;

  private Codes() {}

  static void limits(FrameBuffer to, Limits limits) {
    for (Limit limit : LIMITS) {
      to.large(limits.get(limit));
    }
  }

  static Limits limits(FrameBody from) throws MalformedFrame {
    Map<Limit, Long> values = new EnumMap<>(Limit.class);
    for (Limit limit : LIMITS) {
      values.put(limit, from.large());
    }
    return valid(() -> Limits.of(values));
  }

  static void language(FrameBuffer to, Language language) {
    to.text(language.id());
  }

  static Language language(FrameBody from) throws MalformedFrame {
    String id = from.text();
    return valid(() -> new Language(id));
  }

  /** Its files are in the workspace already, and a guest has no terminal. */
  static void command(FrameBuffer to, RunCode command) {
    language(to, command.language());
    to.text(command.code());
    to.optional(command.context(), name -> to.text(name.value()));
    to.texts(command.args()).texts(command.env());
    to.bytes(command.stdin().initial()).flag(command.stdin().open());
  }

  static RunCode command(FrameBody from) throws MalformedFrame {
    Language language = language(from);
    String code = from.text();
    Optional<String> context = from.optional(from::text);
    List<String> args = from.texts();
    Map<String, String> env = from.textsByName();
    Stdin stdin = new Stdin(from.bytes(), from.flag());
    Optional<ContextName> name = valid(() -> context.map(ContextName::new));
    return new RunCode(language, code, name, args, env, stdin, Map.of());
  }

  static void usage(FrameBuffer to, Usage usage) {
    to.large(usage.wall().toNanos()).large(usage.cpu().toNanos());
    to.large(usage.peakMemoryBytes()).large(usage.sharedMemoryBytes());
    to.large(usage.outputBytes());
  }

  static Usage usage(FrameBody from) throws MalformedFrame {
    return new Usage(
        Duration.ofNanos(from.amount()),
        Duration.ofNanos(from.amount()),
        from.amount(),
        from.amount(),
        from.amount());
  }

  static void failure(FrameBuffer to, ServiceException failure) {
    to.small(failure.code().ordinal());
    to.text(clipped(String.valueOf(failure.getMessage())));
    to.optional(failure.field(), to::text).optional(failure.fix(), to::text);
    to.texts(failure.known());
  }

  static ServiceException failure(FrameBody from) throws MalformedFrame {
    ServiceException failure = ServiceException.of(from.one(ERRORS), from.text());
    Optional<String> field = from.optional(from::text);
    Optional<String> fix = from.optional(from::text);
    List<String> known = from.texts();
    ServiceException placed = field.map(failure::field).orElse(failure);
    ServiceException mended = fix.map(placed::fix).orElse(placed);
    return known.isEmpty() ? mended : mended.known(known);
  }

  /** What people read need not be longer. */
  static String clipped(String text) {
    return text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS) + "…" : text;
  }

  private interface Made<T> {
    T make();
  }

  private static <T> T valid(Made<T> made) throws MalformedFrame {
    try {
      return made.make();
    } catch (IllegalArgumentException e) {
      throw new MalformedFrame(String.valueOf(e.getMessage()));
    }
  }
}
