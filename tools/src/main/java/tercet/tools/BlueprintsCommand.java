package tercet.tools;

import picocli.CommandLine.Command;
import tercet.server.command.CommandGroup;

/** The command {@code tercet blueprints}: all named clusters at once. */
@Command(
    name = "blueprints",
    description = "Tests the named clusters of 'cluster up', one after the other.",
    mixinStandardHelpOptions = true,
    subcommands = {BlueprintsCheckCommand.class})
final class BlueprintsCommand extends CommandGroup {}
