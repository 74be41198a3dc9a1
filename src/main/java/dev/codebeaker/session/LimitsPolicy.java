package dev.codebeaker.session;

import dev.codebeaker.execution.Limit;
import dev.codebeaker.execution.Limits;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

/** What clients get where they ask for nothing, and the most they may ask for. Immutable. */
public final class LimitsPolicy {
  /** Counted anew in each execution; the others belong to the sandbox, for its whole life. */
  private static final Set<Limit> PER_EXECUTION = Set.of(Limit.WALL, Limit.CPU, Limit.OUTPUT);

  private final Limits defaults;
  private final Limits maxima;

  /**
   * @throws IllegalArgumentException if a limit is not positive, or a default above its maximum
   */
  public LimitsPolicy(LimitsConfig config) {
    this.defaults = defaults(config.defaults());
    this.maxima = maxima(config.maximum());
    for (Limit limit : Limit.values()) {
      if (defaults.get(limit) > maxima.get(limit)) {
        throw new IllegalArgumentException(
            "codebeaker.limits.defaults: " + limit.key() + " is above its maximum");
      }
    }
  }

  public Limits defaults() {
    return defaults;
  }

  public Limits maxima() {
    return maxima;
  }

  /**
   * The limits of a session whose client asked for some.
   *
   * @throws ServiceException {@code LIMIT_TOO_HIGH} or {@code INVALID_PARAMS} naming the limit
   */
  public Limits ofSession(Map<Limit, Long> asked) {
    if (asked.isEmpty()) {
      return defaults;
    }
    asked.forEach((limit, amount) -> require(limit, amount, maxima.get(limit)));
    return defaults.with(asked);
  }

  /** The most that any execution of the session may come to use. */
  Limits ofSandbox(Limits session) {
    Map<Limit, Long> raised = new EnumMap<>(Limit.class);
    PER_EXECUTION.forEach(limit -> raised.put(limit, maxima.get(limit)));
    return session.with(raised);
  }

  /**
   * The limits of one execution. What is counted per execution may go up to the service's maximum,
   * the rest up to what the session was opened with.
   *
   * @throws ServiceException {@code LIMIT_TOO_HIGH} or {@code INVALID_PARAMS} naming the limit
   */
  Limits ofExecution(Limits session, Map<Limit, Long> asked) {
    if (asked.isEmpty()) {
      return session;
    }
    asked.forEach(
        (limit, amount) ->
            require(limit, amount, (PER_EXECUTION.contains(limit) ? maxima : session).get(limit)));
    return session.with(asked);
  }

  private static void require(Limit limit, long amount, long most) {
    String field = "limits." + limit.key();
    if (amount <= 0) {
      throw ServiceException.of(ErrorCode.INVALID_PARAMS, limit.key() + " must be positive")
          .field(field)
          .fix("ask for 1 to " + most + ", or leave it out");
    }
    if (amount > most) {
      throw ServiceException.of(
              ErrorCode.LIMIT_TOO_HIGH, limit.key() + " is " + amount + ", above " + most)
          .field(field)
          .fix("ask for at most " + most);
    }
  }

  private static Limits defaults(LimitsConfig.Defaults from) {
    return each(
        limit ->
            switch (limit) {
              case WALL -> from.wallMs();
              case CPU -> from.cpuMs();
              case MEMORY -> from.memoryBytes();
              case STACK -> from.stackBytes();
              case OUTPUT -> from.outputBytes();
              case WORKSPACE -> from.workspaceBytes();
              case FILES -> from.files();
              case OPEN_FILES -> from.openFiles();
              case PROCESSES -> from.processes();
            });
  }

  private static Limits maxima(LimitsConfig.Maxima from) {
    return each(
        limit ->
            switch (limit) {
              case WALL -> from.wallMs();
              case CPU -> from.cpuMs();
              case MEMORY -> from.memoryBytes();
              case STACK -> from.stackBytes();
              case OUTPUT -> from.outputBytes();
              case WORKSPACE -> from.workspaceBytes();
              case FILES -> from.files();
              case OPEN_FILES -> from.openFiles();
              case PROCESSES -> from.processes();
            });
  }

  private static Limits each(ToLongFunction<Limit> amount) {
    Map<Limit, Long> values = new EnumMap<>(Limit.class);
    for (Limit limit : Limit.values()) {
      values.put(limit, amount.applyAsLong(limit));
    }
    return Limits.of(values);
  }
}
