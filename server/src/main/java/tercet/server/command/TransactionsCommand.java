package tercet.server.command;

import picocli.CommandLine.Command;

/** The command {@code tercet transactions}: what is open, and what may be done about it. */
@Command(
    name = "transactions",
    description =
        "Shows the transactions of a running shop, wakes one that waits, and aborts one as far as"
            + " its protocol may. Any node answers for all.",
    mixinStandardHelpOptions = true,
    subcommands = {
      TransactionsListCommand.class,
      TransactionsShowCommand.class,
      TransactionsRetryCommand.class,
      TransactionsAbortCommand.class,
      TransactionsQuarantinedCommand.class
    })
final class TransactionsCommand extends CommandGroup {}
