package tercet.tools;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import tercet.server.command.AuthorityOption;
import tercet.server.command.DurationConverter;
import tercet.server.command.ExitStatus;
import tercet.server.command.Subcommand;
import tercet.testing.verifier.shop.NoShopException;
import tercet.testing.verifier.shop.ShopClient;
import tercet.testing.verifier.verify.Verdict;
import tercet.testing.verifier.verify.VerdictJson;
import tercet.testing.verifier.verify.VerdictText;
import tercet.testing.verifier.verify.Verification;

/** The command {@code tercet verify}: the consistency test of any shop that speaks the contract. */
@Command(
    name = "verify",
    description =
        "Tests whether a running shop keeps its promises: many clients buy at once, then every"
            + " user, item and order is compared with the answers that the clients got. Makes"
            + " records of its own and leaves the others alone. Works with any shop that has the"
            + " same HTTP contract.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:the shop is right", "1:something is wrong", "2:it could not be tested"})
final class VerifyCommand extends Subcommand {
  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Address of the shop. If it has tokens, the variable TERCET_TOKEN has one.")
  private URI url = URI.create("http://localhost:8000");

  @Mixin private AuthorityOption authority = new AuthorityOption();

  @Option(
      names = "--settle",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      defaultValue = "0s",
      description = {
        "Time within which all records must be right, for example 30s. The result says how"
            + " long they took.",
        "0s is strict: the first reading must be right."
      })
  private Duration settle = Duration.ZERO;

  @Option(
      names = "--limit",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      defaultValue = "5m",
      description =
          "Time for the calls of one contest. Then it is judged by what was seen: wrong if anything"
              + " was, and otherwise not tested.")
  private Duration limit = Duration.ofMinutes(5);

  @Option(names = "--rounds", paramLabel = "N", description = "Repetitions of each contest.")
  private int rounds = 1;

  @Option(
      names = "--buyers",
      paramLabel = "N",
      description =
          "Buyers in the classic contest, each with a connection; a tenth of them can buy.")
  private int buyers = 1_000;

  @Option(
      names = "--orders",
      paramLabel = "N",
      description = "Orders in the mixed and in the extended contest.")
  private int orders = 2_000;

  @Option(
      names = "--connections",
      paramLabel = "N",
      description = "Connections in the mixed and in the extended contest.")
  private int connections = 256;

  @Option(
      names = "--extended",
      description =
          "Also tests the routes that Tercet adds to the contract: limits of checkouts,"
              + " cancellation in whole and in part, removal of lines, new prices,"
              + " reservations, the status of an order.")
  private boolean extended;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the requests; an earlier one repeats them. By default a new one.")
  private @Nullable Long seed;

  @Option(names = "--json", paramLabel = "FILE", description = "File for all results, as JSON.")
  private @Nullable Path json;

  @Override
  protected ExitStatus run() throws IOException, NoShopException {
    ResultFile.require(json, commandLine());
    Verification verification = verification();
    authority.trust();
    try (ShopClient shop = new ShopClient(url)) {
      shop.requireShop(this::say);
    }
    out().println("Verifying " + url);
    Verdict verdict = verification.run(this::say);
    say("\n" + VerdictText.of(verdict));
    Path file = json;
    if (file != null) {
      Files.writeString(file, VerdictJson.of(verdict));
    }
    boolean tested = verdict.isFinished() || verdict.discrepancies() > 0;
    return tested ? ExitStatus.of(verdict.isRight()) : ExitStatus.IMPOSSIBLE;
  }

  private Verification verification() {
    try {
      Long given = seed;
      long drawn = given == null ? System.nanoTime() & Integer.MAX_VALUE : given;
      return new Verification(
          url, settle, limit, rounds, buyers, orders, connections, extended, drawn);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(commandLine(), e.getMessage(), e);
    }
  }
}
