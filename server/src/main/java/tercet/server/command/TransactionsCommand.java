package tercet.server.command;

import picocli.CommandLine.Command;

/** The command {@code tercet transactions}: what is open, and what may be done about it. */
@Command(
    name = "transactions",
    description =
        "Shows the transactions of a running shop, wakes one that waits, aborts one as far as its"
            + " protocol may, and settles one whose records are gone. Any node answers for all.",
    mixinStandardHelpOptions = true,
    subcommands = {
      TransactionsListCommand.class,
      TransactionsShowCommand.class,
      TransactionsRetryCommand.class,
      TransactionsAbortCommand.class,
      TransactionsSettleCommand.class,
      TransactionsQuarantinedCommand.class
    })
final class TransactionsCommand extends CommandGroup {}
