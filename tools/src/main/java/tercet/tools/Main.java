package tercet.tools;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import tercet.server.command.Commands;
import tercet.testing.testbed.server.ServerFailedException;
import tercet.testing.verifier.http.TooFewConnectionsException;
import tercet.testing.verifier.shop.BrokenContractException;
import tercet.testing.verifier.shop.NoShopException;
import tercet.testing.verifier.shop.UnexpectedReplyException;
import tercet.testing.verifier.shop.UnreadableShopException;

/** The start of all commands except {@code tercet run}. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The commands of a server, and all that test, measure and break one. */
  static CommandLine commandLine() {
    return Commands.with(
        Main::explanation,
        new SimulateCommand(),
        new VerifyCommand(),
        new AuditCommand(),
        new BenchCommand(),
        new ClusterCommand(),
        new BlueprintsCommand(),
        new ChaosCommand());
  }

  private static @Nullable String explanation(Exception failure) {
    return switch (failure) {
      case UnexpectedReplyException _ ->
          "the records for it cannot be made: %s%nThe shop must speak all calls of the contract."
              .formatted(failure.getMessage());
      case ServerFailedException _,
          NoShopException _,
          UnreadableShopException _,
          TooFewConnectionsException _,
          BrokenContractException _ ->
          failure.getMessage();
      case IOException _ -> failure.toString();
      default -> null;
    };
  }
}
