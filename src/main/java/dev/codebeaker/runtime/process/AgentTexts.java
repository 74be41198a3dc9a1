package dev.codebeaker.runtime.process;

import dev.codebeaker.runtime.process.agent.AgentCommand;
import dev.codebeaker.runtime.process.agent.AgentKind;
import dev.codebeaker.runtime.process.tool.ToolchainTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The texts of the agents in a directory that jails show, and what interpreters make of them. */
final class AgentTexts {
  private static final Logger LOG = Logger.getLogger(AgentTexts.class);

  private final Path directory;

  private AgentTexts(Path directory) {
    this.directory = directory;
  }

  /**
   * @param directory which nobody else writes to
   */
  static AgentTexts in(Path directory) throws IOException {
    AgentTexts texts = new AgentTexts(directory);
    allow(directory, "rwxr-xr-x");
    for (AgentKind kind : AgentKind.values()) {
      for (Map.Entry<String, byte[]> text : kind.texts().entrySet()) {
        texts.write(text.getKey(), text.getValue());
      }
    }
    return texts;
  }

  Path directory() {
    return directory;
  }

  /** Has an interpreter compile its agent, so that not each start of it has to. */
  void prepare(ToolchainTools tools, ToolQuestion question) throws InterruptedException {
    Optional<AgentCommand> agent = AgentCommand.of(tools.toolchain());
    List<String> preparation =
        agent.map(it -> it.kind().preparation()).filter(it -> !it.isEmpty()).orElse(List.of());
    if (preparation.isEmpty()) {
      return;
    }
    List<String> command = new ArrayList<>();
    command.add(tools.resolved(agent.orElseThrow().command()).getFirst());
    command.addAll(preparation);
    try {
      keep(question.ask(tools, command).out());
    } catch (IOException | IllegalArgumentException failure) {
      LOG.warnf(
          "The agent of %s could not be compiled, and starts slowly: %s",
          tools.toolchain().name(), failure.getMessage());
    }
  }

  /** Each line is the name of a file and what it holds. */
  private void keep(String answer) throws IOException {
    Path compiled = directory.resolve(AgentKind.COMPILED);
    Files.createDirectories(compiled);
    allow(compiled, "rwxr-xr-x");
    for (String line : answer.lines().toList()) {
      String[] words = line.split(" ", 2);
      if (words.length != 2 || !words[0].matches("[a-z][a-z0-9.-]{1,60}\\.pyc")) {
        throw new IllegalArgumentException("it answered something else");
      }
      write(AgentKind.COMPILED + "/" + words[0], Base64.getDecoder().decode(words[1]));
    }
  }

  /** Whoever reads it finds all of it or nothing. */
  private void write(String name, byte[] content) throws IOException {
    Path file = directory.resolve(name);
    Path made = Files.createTempFile(directory, "made", "");
    Files.write(made, content);
    allow(made, "rw-r--r--");
    Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void allow(Path file, String permissions) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }
}
