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
  /** Reads the version from the jar. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = TercetCommand.class.getPackage().getImplementationVersion();
      return new String[] {"tercet " + (version == null ? "(not packaged)" : version)};
    }
  }
}
