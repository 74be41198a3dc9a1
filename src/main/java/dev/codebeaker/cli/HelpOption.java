package dev.codebeaker.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The same {@code -h, --help} for every command. */
final class HelpOption {
  private HelpOption() {}

  static void addTo(CommandLine command) {
    command
        .getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this and do nothing.")
                .build());
  }
}
