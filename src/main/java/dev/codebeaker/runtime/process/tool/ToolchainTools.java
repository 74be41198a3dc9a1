package dev.codebeaker.runtime.process.tool;

import dev.codebeaker.execution.Language;
import dev.codebeaker.runtime.Toolchain;
import dev.codebeaker.runtime.process.agent.AgentCommand;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A toolchain with the programs of this host that make it up.
 *
 * @param tools by the names that its argument lists begin with
 */
public record ToolchainTools(Toolchain toolchain, Map<String, Tool> tools) {
  public ToolchainTools {
    tools = Map.copyOf(tools);
  }

  /** The names of the programs a toolchain needs, the one that tells its version first. */
  public static List<String> needed(Toolchain toolchain) {
    Set<String> names = new LinkedHashSet<>();
    List<List<String>> lists = new ArrayList<>(List.of(toolchain.version()));
    AgentCommand.of(toolchain).ifPresent(agent -> lists.add(agent.command()));
    lists.add(toolchain.compile());
    lists.add(toolchain.run());
    for (List<String> list : lists) {
      if (!list.isEmpty() && isName(list.getFirst())) {
        names.add(list.getFirst());
      }
    }
    return List.copyOf(names);
  }

  private static boolean isName(String word) {
    return !word.startsWith("{") && !word.startsWith("/");
  }

  /** The argument list that tells its version; empty if it needs no program of the host. */
  public List<String> version() {
    List<String> asked = toolchain.version();
    if (!asked.isEmpty()) {
      return resolved(asked);
    }
    List<String> needed = needed(toolchain);
    return needed.isEmpty() ? List.of() : resolved(List.of(needed.getFirst(), "--version"));
  }

  /** The same, when it is known where inside the jail the prepared directory is. */
  public ToolchainTools preparedAt(String path) {
    return new ToolchainTools(toolchain.preparedAt(path), tools);
  }

  /** The argument list of a step, for this source and this output. */
  public List<String> step(List<String> words, String file, String output) {
    return resolved(words).stream()
        .map(word -> word.replace("{file}", file).replace("{output}", output))
        .toList();
  }

  /** With the paths of its programs in place of their names. */
  public List<String> resolved(List<String> words) {
    List<String> line = new ArrayList<>(words);
    Optional.ofNullable(tools.get(line.getFirst()))
        .ifPresent(tool -> line.set(0, tool.path().toString()));
    return List.copyOf(line);
  }

  /** Whether what a client sends is no text, but the program itself. */
  public boolean isBinary() {
    return Boolean.parseBoolean(toolchain.options().get("binary"));
  }

  /** Whether what runs is no tool of the host and no text. */
  public boolean makesPrograms() {
    return isBinary() || !toolchain.compile().isEmpty();
  }

  public String fileName(Language language) {
    return toolchain.fileName(language);
  }

  /** In a fixed order. */
  public List<Tool> all() {
    return List.copyOf(new TreeMap<>(tools).values());
  }
}
