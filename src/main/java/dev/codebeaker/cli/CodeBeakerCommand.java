package dev.codebeaker.cli;

import picocli.CommandLine.Command;

/** The command line as a whole; what it does is in its subcommands. */
@Command(
    name = "codebeaker",
    description = "Runs code nobody has vetted, each run in a sandbox of its own.",
    synopsisSubcommandLabel = "COMMAND")
final class CodeBeakerCommand {}
