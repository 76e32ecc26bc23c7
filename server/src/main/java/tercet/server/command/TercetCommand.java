package tercet.server.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code tercet}: lists the commands. */
@Command(
    name = "tercet",
    description = "A shop whose checkout is one transaction across orders, stock and payment.",
    mixinStandardHelpOptions = true,
    versionProvider = TercetCommand.Version.class,
    subcommands = {
      RunCommand.class,
      DataCommand.class,
      BackupCommand.class,
      TransactionsCommand.class
    })
final class TercetCommand extends CommandGroup {
  /** Git knows the version, and the script that starts the program tells it. */
  static final class Version implements CommandLine.IVersionProvider {
    private static final String PROPERTY = "tercet.version";

    @Override
    public String[] getVersion() {
      return new String[] {"tercet " + System.getProperty(PROPERTY, "(unknown version)")};
    }
  }
}
