package dev.codebeaker.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "doctor",
    description = "Say what is found on this machine, what is missing, and how to get it.",
    footer = {"", "Exits with 1 if something is missing."})
final class DoctorCommand implements Callable<Integer> {
  @Option(names = "--json", description = "For programs to read.")
  private boolean json;

  private final Application application;
  private final LocalSetup setup;
  private final Terminal terminal;

  DoctorCommand(Application application, LocalSetup setup, Terminal terminal) {
    this.application = application;
    this.setup = setup;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<Check> checks = new ArrayList<>(new Doctor(setup).look());
    checks.addAll(new RuntimeChecks(application).look());
    if (json) {
      terminal.say(tree(checks).toPrettyString());
    } else {
      checks.forEach(this::print);
    }
    return isWell(checks) ? ExitCode.OK : ExitCode.FAILED;
  }

  private void print(Check check) {
    terminal.say(
        String.format(
            Locale.ROOT, "%-8s %-12s %s", check.state().label(), check.name(), check.found()));
    check.remedy().ifPresent(remedy -> terminal.say(" ".repeat(22) + "-> " + remedy));
  }

  private static ObjectNode tree(List<Check> checks) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("ok", isWell(checks));
    for (Check check : checks) {
      ObjectNode object = root.withArray("checks").addObject();
      object.put("name", check.name());
      object.put("state", check.state().label());
      object.put("found", check.found());
      check.remedy().ifPresent(remedy -> object.put("remedy", remedy));
    }
    return root;
  }

  private static boolean isWell(List<Check> checks) {
    return checks.stream().noneMatch(check -> check.state() == Check.State.MISSING);
  }
}
