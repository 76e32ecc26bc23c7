package tercet.tools;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tercet.server.command.ExitStatus;
import tercet.server.command.Subcommand;
import tercet.testing.testbed.cluster.Blueprint;
import tercet.testing.testbed.cluster.Blueprints;
import tercet.testing.testbed.cluster.ClusterRegistry;
import tercet.testing.testbed.cluster.ClusterSupervisor;
import tercet.testing.testbed.cluster.ClusterUpException;

/** The command {@code tercet cluster up}. */
@Command(
    name = "up",
    description = "Starts a cluster in the background, and says where it is when it is ready.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ClusterUpCommand extends Subcommand {
  /** Short enough that the help does not break it by itself, without an indent. */
  private static final String LINE = "(.{1,74})(?: |$)";

  private static final Path SETSID = Path.of("/usr/bin/setsid");

  @Parameters(paramLabel = "NAME", description = "Which cluster, see below.")
  private String name = "";

  @Mixin private BlueprintOptions options = new BlueprintOptions();

  @Option(
      names = "--foreground",
      description = "Stay, and end the cluster when this process is ended (Ctrl-C).")
  private boolean foreground;

  @Option(names = "--supervisor", hidden = true)
  private boolean supervisor;

  /** The table of blueprints is the end of the help. */
  @Spec
  void describe(CommandSpec spec) {
    List<String> footer = new ArrayList<>(List.of("", "Clusters:"));
    for (Blueprint blueprint : Blueprints.ALL) {
      footer.add("  " + blueprint.name());
      footer.add("    " + blueprint.summary().replaceAll(LINE, "$1\n    ").strip());
    }
    spec.usageMessage().footer(footer.toArray(String[]::new));
  }

  @Override
  protected ExitStatus run() throws IOException, InterruptedException {
    Blueprint blueprint = checked(() -> options.blueprint(name));
    if (!foreground && !supervisor) {
      return startSupervisor();
    }
    try {
      List<String> program = OwnProgram.node();
      ClusterSupervisor kept = ClusterSupervisor.start(blueprint, program, this::say);
      out().print(kept.report());
      if (supervisor) {
        say("To end it: ./tercet cluster down " + name);
        // The process that started this one reads its output to the end.
        System.out.close();
        System.err.close();
      } else {
        say("Ctrl-C ends it.");
      }
      kept.keep();
      return ExitStatus.RIGHT;
    } catch (ClusterUpException e) {
      throw new ParameterException(commandLine(), e.getMessage(), e);
    }
  }

  /**
   * Starts this program once more, and repeats its output until the cluster is up or the program
   * ends.
   */
  private ExitStatus startSupervisor() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(SETSID)) {
      command.add(SETSID.toString()); // Ctrl-C at this terminal is not for it
    }
    command.addAll(OwnProgram.tools("-Xmx128m", "-XX:+UseSerialGC"));
    command.addAll(commandLine().getParent().getParent().getParseResult().originalArgs());
    command.add("--supervisor");
    Process process =
        new ProcessBuilder(command)
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .start();
    Thread interrupted = new Thread(() -> process.toHandle().destroy(), "end-supervisor");
    Runtime.getRuntime().addShutdownHook(interrupted);
    try (BufferedReader said = process.inputReader()) {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        say(line);
      }
    }
    boolean up = ClusterRegistry.ofThisUser().isUp(name, process.pid());
    if (up) {
      Runtime.getRuntime().removeShutdownHook(interrupted);
      return ExitStatus.RIGHT;
    }
    process.waitFor();
    return ExitStatus.IMPOSSIBLE;
  }
}
