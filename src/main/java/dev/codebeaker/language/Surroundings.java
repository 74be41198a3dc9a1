package dev.codebeaker.language;

import dev.codebeaker.execution.RunCode;
import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import java.util.List;
import java.util.Map;

/**
 * What code finds around it: arguments and environment variables.
 *
 * @throws ServiceException {@code INVALID_PARAMS} if one of them could be told to no process
 */
public record Surroundings(List<String> args, Map<String, String> env) {
  public static final Surroundings NONE = new Surroundings(List.of(), Map.of());

  public Surroundings {
    args = List.copyOf(args);
    env = Map.copyOf(env);
    args.forEach(argument -> require(argument, "args"));
    env.forEach(
        (variable, value) -> {
          if (variable.isEmpty() || variable.indexOf('=') >= 0) {
            throw invalid("env", "'" + variable + "' is not the name of a variable");
          }
          require(variable, "env");
          require(value, "env");
        });
  }

  public static Surroundings of(RunCode command) {
    return new Surroundings(command.args(), command.env());
  }

  private static void require(String text, String field) {
    if (text.indexOf('\0') >= 0) {
      throw invalid(field, "a text in it has a NUL character");
    }
  }

  private static ServiceException invalid(String field, String why) {
    return ServiceException.of(ErrorCode.INVALID_PARAMS, why).field(field);
  }
}
