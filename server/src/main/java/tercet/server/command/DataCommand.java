package tercet.server.command;

import picocli.CommandLine.Command;

/** The command {@code tercet data}: data folders that no process serves. */
@Command(
    name = "data",
    description = "Looks after a data folder whose process is stopped.",
    mixinStandardHelpOptions = true,
    subcommands = DataCheckCommand.class)
final class DataCommand extends CommandGroup {}
