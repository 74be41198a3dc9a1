package dev.codebeaker.cli;

import dev.codebeaker.failure.ServiceException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** From arguments to an exit code. */
public final class CommandLineInterface {
  private static final String DEFAULT_COMMAND = "serve";
  private static final Set<String> VERSION_OPTIONS = Set.of("-V", "--version");
  private static final String VERSION_COMMAND = "version";

  private final Terminal terminal;
  private final CommandLine commands;

  CommandLineInterface(Application application, LocalSetup setup, Terminal terminal) {
    this.terminal = terminal;
    this.commands =
        new CommandLine(new CodeBeakerCommand())
            .addSubcommand(new ServeCommand(application, terminal))
            .addSubcommand(new RunCommand(application, terminal))
            .addSubcommand(new ReplCommand(application, terminal))
            .addSubcommand(new ShellCommand(application, terminal))
            .addSubcommand(new LanguagesCommand(application, terminal))
            .addSubcommand(new RuntimesCommand(application, terminal))
            .addSubcommand(new ExplainCommand(application, terminal))
            .addSubcommand(new EnginesCommand(setup, terminal))
            .addSubcommand(new DoctorCommand(application, setup, terminal))
            .addSubcommand(new VersionCommand(setup, terminal));
    everyCommandHasHelp();
    commands.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
    commands.setErr(new PrintWriter(terminal.err(), true));
    commands.setParameterExceptionHandler(this::badUsage);
    commands.setExecutionExceptionHandler((failure, _, _) -> failed(failure));
  }

  /** Of this process. */
  public static int run(String... arguments) {
    return new CommandLineInterface(
            new QuarkusApplicationHost(), new LocalSetup(), Terminal.ofProcess())
        .execute(arguments);
  }

  int execute(String... arguments) {
    if (arguments.length == 0) {
      return commands.execute(DEFAULT_COMMAND);
    }
    return VERSION_OPTIONS.contains(arguments[0])
        ? commands.execute(VERSION_COMMAND)
        : commands.execute(arguments);
  }

  private void everyCommandHasHelp() {
    HelpOption.addTo(commands);
    commands.getSubcommands().values().forEach(HelpOption::addTo);
  }

  private int badUsage(ParameterException failure, String[] arguments) {
    String command = failure.getCommandLine().getCommandSpec().qualifiedName();
    terminal.note(oneLine(failure) + " - see: " + command + " --help");
    return ExitCode.USAGE;
  }

  private int failed(Exception failure) throws Exception {
    if (failure instanceof ServiceException known) {
      terminal.note(Failures.line(known));
      return ExitCode.of(known);
    }
    if (failure instanceof InterruptedException) {
      return ExitCode.INTERRUPTED;
    }
    throw failure;
  }

  private static String oneLine(Exception failure) {
    return String.valueOf(failure.getMessage()).replace('\n', ' ');
  }
}
