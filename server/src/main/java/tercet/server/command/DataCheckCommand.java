package tercet.server.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tercet.store.rocksdb.DataCheck;
import tercet.store.rocksdb.DataRefusedException;
import tercet.store.rocksdb.DataRepair;
import tercet.store.rocksdb.DataReport;

/** The command {@code tercet data check}. */
@Command(
    name = "check",
    description =
        "Reads everything in a data folder: verifies every checksum, looks for commits that are "
            + "missing in the journal, and decodes every record. The process must be stopped.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:Nothing is damaged, or everything was repaired.",
      "1:Something is damaged; the report says what.",
      "2:The folder cannot be checked or repaired."
    })
final class DataCheckCommand extends Subcommand {
  @Option(names = "--data", paramLabel = "FOLDER", description = "The data folder.")
  private Path data = Path.of("data");

  @Option(
      names = "--repair",
      description =
          "Keep the readable records, and list the lost ones. The damaged files are moved into a"
              + " folder damaged-TIME within the data folder; the disk needs room for the data a"
              + " second time.")
  private boolean repair;

  @Override
  protected ExitStatus run() {
    PrintWriter out = out();
    try {
      Logging.start();
      DataReport report = DataCheck.run(data);
      print(out, report);
      if (report.isWell()) {
        out.println("Nothing is damaged.");
        return ExitStatus.RIGHT;
      }
      if (!repair) {
        out.printf("%d places are damaged. Nothing was changed.%n", report.damages());
        out.printf(
            "Put back a backup of the folder, or: ./tercet data check --data %s --repair%n", data);
        return ExitStatus.WRONG;
      }
      print(out, DataRepair.run(data));
      DataReport after = DataCheck.run(data);
      out.println(after.isWell() ? "Nothing is damaged any more." : "It is still damaged.");
      return after.isWell() ? ExitStatus.RIGHT : ExitStatus.WRONG;
    } catch (DataRefusedException e) {
      commandLine().getErr().println("tercet: " + e.getMessage());
      return ExitStatus.IMPOSSIBLE;
    } finally {
      out.flush();
    }
  }

  private static void print(PrintWriter out, DataReport report) {
    report.lines().forEach(out::println);
    if (report.newer() > 0) {
      out.printf(
          "%,d records are of a newer version of Tercet. They are not damaged, and --repair keeps"
              + " them. This version leaves them alone; the newer one reads them.%n",
          report.newer());
    }
  }
}
