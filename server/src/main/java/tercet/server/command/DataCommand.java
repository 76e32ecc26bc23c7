package tercet.server.command;

import picocli.CommandLine.Command;

/** The command {@code tercet data}: what is damaged or lost, and what to do about it. */
@Command(
    name = "data",
    description =
        "Checks and repairs the data folder of a stopped shop, restores one from a backup, and ends"
            + " the quarantine of a shop on Redis.",
    mixinStandardHelpOptions = true,
    subcommands = {DataCheckCommand.class, DataRestoreCommand.class, DataAcceptLossCommand.class})
final class DataCommand extends CommandGroup {}
