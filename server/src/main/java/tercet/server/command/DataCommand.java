package tercet.server.command;

import picocli.CommandLine.Command;

/** The command {@code tercet data}: data folders that no process serves. */
@Command(
    name = "data",
    description = "Checks and repairs the data folder of a stopped shop.",
    mixinStandardHelpOptions = true,
    subcommands = DataCheckCommand.class)
final class DataCommand extends CommandGroup {}
