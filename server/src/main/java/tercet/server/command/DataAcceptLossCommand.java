package tercet.server.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tercet.kernel.id.ShardId;
import tercet.server.wiring.Stores;
import tercet.store.redis.RedisQuarantine;
import tercet.store.redis.RedisRefusedException;

/** The command {@code tercet data accept-loss}. */
@Command(
    name = "accept-loss",
    description =
        "Lists the shards that nodes refuse because Redis has lost commits that it had confirmed."
            + " With --yes, nodes go on with the records that Redis has now. Nodes may run"
            + " meanwhile.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:No shard is in quarantine any more.",
      "1:Shards are in quarantine; the list says which.",
      "2:Redis cannot be used."
    })
final class DataAcceptLossCommand extends Subcommand {
  @Mixin private RedisOptions redis = new RedisOptions();

  @Option(names = "--yes", description = "Accept the loss of these commits.")
  private boolean yes;

  @Override
  protected ExitStatus run() {
    refusePasswords();
    PrintWriter out = out();
    Logging.start();
    try (RedisQuarantine quarantine = RedisQuarantine.open(Stores.settings(redis.choice()))) {
      List<ShardId> shards = yes ? quarantine.accept() : quarantine.shards();
      if (shards.isEmpty()) {
        out.println("No shard is in quarantine.");
        return ExitStatus.RIGHT;
      }
      String names = shards.stream().map(ShardId::toString).collect(Collectors.joining(", "));
      if (yes) {
        out.printf("Nodes go on with %d shards: %s%n", shards.size(), names);
        return ExitStatus.RIGHT;
      }
      out.printf("%d shards are in quarantine: %s%n", shards.size(), names);
      out.println("Put back the servers that have their commits, or repeat this with --yes.");
      return ExitStatus.WRONG;
    } catch (RedisRefusedException e) {
      commandLine().getErr().println("tercet: " + e.getMessage());
      return ExitStatus.IMPOSSIBLE;
    } finally {
      out.flush();
    }
  }
}
