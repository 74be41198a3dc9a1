package dev.codebeaker.runtime.process.agent;

import dev.codebeaker.failure.ErrorCode;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.Toolchain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How a toolchain's interpreter is started as an agent, from its configuration: {@code
 * options.agent} says which agent, {@code options.agent-command} the command, split at spaces, and
 * {@code options.agent-ahead} what is added to it where the agent is started ahead: names of modules
 * it then loads before it is ready.
 *
 * <p>In the command {@code {agent}} stands for the path of the agent's text, {@code {agents}} for the
 * directory it lies in, {@code {main}} for the path of the program it may become, {@code {workspace}} and {@code {scratch}} for the two
 * directories the jail can write to; all inside the jail.
 *
 * @param command with these words still in it
 */
public record AgentCommand(AgentKind kind, List<String> command, List<String> ahead) {
  private static final String KIND = "agent";
  private static final String COMMAND = "agent-command";
  private static final String AHEAD = "agent-ahead";

  public AgentCommand {
    command = List.copyOf(command);
    ahead = List.copyOf(ahead);
  }

  /** What the words stand for in one jail. */
  public record Places(String agents, String main, String workspace, String scratch) {}

  /**
   * Empty if the toolchain has no agent.
   *
   * @throws ServiceException {@code INVALID_PARAMS} if its configuration makes no sense
   */
  public static Optional<AgentCommand> of(Toolchain toolchain) {
    return Optional.ofNullable(toolchain.options().get(KIND)).map(kind -> of(toolchain, kind));
  }

  private static AgentCommand of(Toolchain toolchain, String label) {
    AgentKind kind =
        AgentKind.byLabel(label)
            .orElseThrow(() -> wrong(toolchain, KIND, "there is no agent '" + label + "'"));
    List<String> words = words(toolchain, COMMAND);
    if (words.stream().noneMatch(word -> word.contains("{agent}"))) {
      throw wrong(toolchain, COMMAND, "the command does not name {agent}");
    }
    return new AgentCommand(kind, words, words(toolchain, AHEAD));
  }

  private static List<String> words(Toolchain toolchain, String option) {
    return Arrays.stream(toolchain.options().getOrDefault(option, "").split(" "))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /** Whether its agent can become a program of one name only. */
  public boolean isBound() {
    return command.contains("{main}");
  }

  /** With what is added where it is started ahead. */
  public AgentCommand startedAhead() {
    List<String> all = new ArrayList<>(command);
    all.addAll(ahead);
    return new AgentCommand(kind, all, List.of());
  }

  /** With another program in the place of the one it begins with. */
  public AgentCommand resolved(UnaryOperator<List<String>> resolution) {
    return new AgentCommand(kind, resolution.apply(command), ahead);
  }

  private static ServiceException wrong(Toolchain toolchain, String option, String why) {
    return ServiceException.of(ErrorCode.INVALID_PARAMS, why)
        .field("codebeaker.toolchains." + toolchain.name() + ".options." + option);
  }

  /**
   * @param places {@code agents} is the directory the agents' texts lie in
   */
  public List<String> in(Places places) {
    return command.stream()
        .map(
            word ->
                word.replace("{agent}", places.agents() + "/" + kind.fileName())
                    .replace("{agents}", places.agents())
                    .replace("{main}", places.main())
                    .replace("{workspace}", places.workspace())
                    .replace("{scratch}", places.scratch()))
        .toList();
  }
}
