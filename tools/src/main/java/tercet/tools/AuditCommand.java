package tercet.tools;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tercet.server.command.AuthorityOption;
import tercet.server.command.DurationConverter;
import tercet.server.command.ExitStatus;
import tercet.server.command.Subcommand;
import tercet.testing.verifier.model.Baseline;
import tercet.testing.verifier.model.Discrepancy;
import tercet.testing.verifier.model.RepeatedAudit;

/** The command {@code tercet audit}: compares the books of a running shop, and changes nothing. */
@Command(
    name = "audit",
    description = {
      "Reads all users, items and orders of a running shop, and says which do not fit together."
          + " Checkouts may go on: a balance is compared when no checkout uses it, and named only"
          + " if a second look finds the same. Changes nothing.",
      "Balances are compared with the books of an earlier time (--save, then --since), less the"
          + " orders paid since, and with what was cancelled since. Calls like add_funds and"
          + " subtract change balances without an order, so these balances are named, too."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:all that was compared fits", "1:something is wrong", "2:it cannot be read"})
final class AuditCommand extends Subcommand {
  private static final int NAMED_MAX = 10;

  @Option(
      names = "--admin",
      paramLabel = "URL",
      split = ",",
      description =
          "Administrative port of a node with records; several with commas. Where each node has a"
              + " store of its own, all of them. If they have tokens, TERCET_TOKEN has one.")
  private List<String> admins = List.of("http://127.0.0.1:8001");

  @Mixin private AuthorityOption authority = new AuthorityOption();

  @Option(
      names = "--since",
      paramLabel = "FILE",
      description = "Books that an earlier audit has saved.")
  private @Nullable Path since;

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description = "Write the books of the last look, for a later --since.")
  private @Nullable Path save;

  @Option(
      names = "--pause",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      defaultValue = "2s",
      description = "Time between two looks.")
  private Duration pause = Duration.ofSeconds(2);

  @Option(
      names = "--patience",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      defaultValue = "30s",
      description = "Time after which balances that never rested are left out.")
  private Duration patience = Duration.ofSeconds(30);

  @Override
  protected ExitStatus run() {
    try {
      authority.trust();
      Path before = since;
      Baseline baseline = before == null ? Baseline.NONE : Baseline.read(before);
      RepeatedAudit audit =
          RepeatedAudit.run(new BooksReader(admins), baseline, pause, patience, this::say);
      tell(audit, before != null);
      Path file = save;
      if (file != null) {
        Baseline.of(audit.last()).write(file);
        say("The books are in %s.".formatted(file));
      }
      return ExitStatus.of(audit.isRight());
    } catch (IOException e) {
      commandLine().getErr().println("tercet: the books cannot be compared: " + e.getMessage());
      return ExitStatus.IMPOSSIBLE;
    }
  }

  private void tell(RepeatedAudit audit, boolean compares) {
    for (Discrepancy wrong : audit.wrong()) {
      say("%s: %s".formatted(wrong.fault(), wrong.sentence()));
    }
    say(
        "%,d users, %,d items and %,d orders were read."
            .formatted(
                audit.last().users().size(),
                audit.last().items().size(),
                audit.last().ordersAfter().size()));
    if (!compares) {
      say("Balances were not compared: there are no earlier books (--since).");
    } else {
      say(
          "%,d balances were compared, %d are wrong."
              .formatted(audit.compared(), audit.wrong().size()));
    }
    if (!audit.moving().isEmpty()) {
      List<String> named = audit.moving().stream().limit(NAMED_MAX).toList();
      say(
          "%,d balances were in use at every look and were not compared: %s%s."
              .formatted(
                  audit.moving().size(),
                  String.join(", ", named),
                  audit.moving().size() > NAMED_MAX ? " and more" : ""));
      say("'./tercet transactions list' shows what holds them.");
    }
    if (audit.filledAgain() > 0) {
      say(
          "%,d balances were filled anew by batch_init since then and cannot be compared."
              .formatted(audit.filledAgain()));
    }
  }
}
