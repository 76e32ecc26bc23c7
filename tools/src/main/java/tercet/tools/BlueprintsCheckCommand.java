package tercet.tools;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tercet.server.command.ExitStatus;
import tercet.server.command.Subcommand;
import tercet.testing.testbed.cluster.Blueprint;
import tercet.testing.testbed.cluster.Blueprints;

/** The command {@code tercet blueprints check}. */
@Command(
    name = "check",
    description = {
      "Starts each blueprint, lets clients buy while its nodes are scaled and all kinds of its"
          + " members are killed, and judges it. The last lines are a table."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nColumns of the table:%n",
    footer = {
      "  up       seconds until all members are ready",
      "  contest  exact results of the classic contest: 100 of 1,000 buyers get a piece",
      "  mixed    the mixed contest of 'verify': orders that were bought",
      "  scale    stock nodes are doubled and halved under load: seconds without a sale at most",
      "  chaos    every kind of member is killed under load: faults, seconds without a sale",
      "  down     no process and no folder is left"
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:all are right", "1:something is wrong", "2:it could not be tested"})
final class BlueprintsCheckCommand extends Subcommand {
  @Parameters(
      arity = "0..*",
      paramLabel = "NAME",
      description = "Blueprints: ${COMPLETION-CANDIDATES}.",
      completionCandidates = BlueprintOptions.Names.class)
  private List<String> names = List.of();

  @Option(names = "--all", description = "All blueprints.")
  private boolean all;

  @Option(
      names = "--quick",
      description = "2 contests instead of 20, and each fault once instead of 3 minutes of faults.")
  private boolean quick;

  @Override
  protected ExitStatus run() throws InterruptedException {
    List<Blueprint> chosen = checked(this::chosen);
    List<BlueprintCheck.Row> rows = new ArrayList<>();
    for (Blueprint blueprint : chosen) {
      say("%n%s: %s".formatted(blueprint.name(), blueprint.summary()));
      rows.add(new BlueprintCheck(blueprint, quick, OwnProgram.node(), this::say).run());
    }
    boolean right = rows.stream().allMatch(BlueprintCheck.Row::isRight);
    say("\n" + BlueprintCheck.table(rows) + "\n");
    say(right ? "RIGHT: every blueprint passes." : "WRONG: a blueprint fails.");
    return ExitStatus.of(right);
  }

  private List<Blueprint> chosen() {
    if (all != names.isEmpty()) {
      throw new IllegalArgumentException("name the blueprints to check, or use --all");
    }
    return all ? Blueprints.ALL : names.stream().map(Blueprints::named).toList();
  }
}
