package tercet.server.command;

import java.nio.file.Path;
import java.time.Instant;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tercet.store.rocksdb.DataRefusedException;
import tercet.store.rocksdb.Restore;

/** The command {@code tercet data restore}. */
@Command(
    name = "restore",
    description =
        "Makes a data folder of a backup of './tercet backup', and verifies every checksum. Stop"
            + " the node that had the lost data before, and start it with the new folder"
            + " afterwards.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:It is restored.", "2:It is not; the message says why."})
final class DataRestoreCommand extends Subcommand {
  @Option(
      names = "--from",
      paramLabel = "FOLDER",
      required = true,
      showDefaultValue = CommandLine.Help.Visibility.NEVER,
      description = "The backup, for example backups/shop/20261127-154512-031.")
  private Path from = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "The data folder to make; new or empty.")
  private Path data = Path.of("data");

  @Override
  protected ExitStatus run() {
    Logging.start();
    try {
      Restore.run(from, data, Instant.now()).forEach(this::say);
      return ExitStatus.RIGHT;
    } catch (DataRefusedException e) {
      commandLine().getErr().println("tercet: " + e.getMessage());
      return ExitStatus.IMPOSSIBLE;
    }
  }
}
