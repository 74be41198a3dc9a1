package dev.codebeaker.runtime.process;

import dev.codebeaker.runtime.Toolchain;
import dev.codebeaker.runtime.process.tool.Tool;
import dev.codebeaker.runtime.process.tool.ToolchainTools;
import dev.codebeaker.runtime.process.tool.Tools;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the programs that toolchains need: those that are on this host and tell their version in a
 * jail, because a program that works outside may lack something inside.
 */
final class ToolSearch {
  private final ToolQuestion question;
  private final Tools allTools;

  ToolSearch(ToolQuestion question, Tools allTools) {
    this.question = question;
    this.allTools = allTools;
  }

  /** What is told of a toolchain that is complete. */
  @FunctionalInterface
  interface Found {
    void accept(ToolchainTools tools, String version) throws InterruptedException;
  }

  /** What is told of a toolchain that lacks something. */
  @FunctionalInterface
  interface Missing {
    void accept(Toolchain toolchain, String reason, String remedy);
  }

  void search(List<Toolchain> toolchains, Found found, Missing missing)
      throws InterruptedException {
    List<Thread> searches =
        toolchains.stream()
            .map(
                toolchain ->
                    Thread.ofVirtual()
                        .name("tool-search-" + toolchain.name())
                        .start(() -> searchOne(toolchain, found, missing)))
            .toList();
    try {
      for (Thread search : searches) {
        search.join();
      }
    } catch (InterruptedException e) {
      searches.forEach(Thread::interrupt);
      for (Thread search : searches) {
        search.join();
      }
      throw e;
    }
  }

  private void searchOne(Toolchain toolchain, Found found, Missing missing) {
    try {
      search(toolchain, found, missing);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException failure) {
      missing.accept(toolchain, "its tools could not be tried: " + failure.getMessage(), "");
    }
  }

  private void search(Toolchain toolchain, Found found, Missing missing)
      throws InterruptedException {
    List<String> needed = ToolchainTools.needed(toolchain);
    if (needed.isEmpty()) {
      found.accept(new ToolchainTools(toolchain, Map.of()), toolchain.name());
      return;
    }
    Map<String, Tool> others = new HashMap<>();
    for (String name : needed.subList(1, needed.size())) {
      List<Tool> candidates = allTools.candidates(name);
      if (candidates.isEmpty()) {
        missing.accept(toolchain, "there is no " + name + " on this host", remedy(toolchain, name));
        return;
      }
      others.put(name, candidates.getFirst());
    }
    search(toolchain, needed.getFirst(), others, found, missing);
  }

  private void search(
      Toolchain toolchain, String name, Map<String, Tool> others, Found found, Missing missing)
      throws InterruptedException {
    List<String> failures = new ArrayList<>();
    for (Tool candidate : allTools.candidates(name)) {
      Map<String, Tool> tools = new HashMap<>(others);
      tools.put(name, candidate);
      ToolchainTools complete = new ToolchainTools(toolchain, tools);
      try {
        found.accept(complete, version(complete));
        return;
      } catch (IOException failure) {
        failures.add(candidate.path() + ": " + failure.getMessage());
      }
    }
    missing.accept(
        toolchain,
        failures.isEmpty()
            ? "there is no " + name + " on this host"
            : name + " does not run in a jail: " + String.join("; ", failures),
        remedy(toolchain, name));
  }

  private static String remedy(Toolchain toolchain, String name) {
    return Optional.ofNullable(toolchain.options().get("install"))
        .orElse("install " + name + ", or say where it is: codebeaker.process.tools." + name);
  }

  private String version(ToolchainTools tools) throws IOException, InterruptedException {
    ToolQuestion.Answer answer = question.ask(tools, tools.version());
    return firstLine(answer.out().isBlank() ? answer.err() : answer.out());
  }

  private static String firstLine(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst().orElse("");
  }
}
