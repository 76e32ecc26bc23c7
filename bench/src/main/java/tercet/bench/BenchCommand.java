package tercet.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the benchmark. Ends with 0 if the shop was right, and with 1 if not. */
@Command(
    name = "./tercet bench",
    description = {
      "Measures unique durable checkouts per second against do-nothing requests of the same",
      "server, in turns, and checks afterwards that everything acknowledged is there."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false)
final class BenchCommand implements Callable<Integer> {
  private static final int MILLIS_PER_SECOND = 1_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--seconds", paramLabel = "S", description = "Length of one measurement.")
  private double seconds = 5;

  @Option(names = "--warm-up", paramLabel = "S", description = "The same before the first round.")
  private double warmUp = 5;

  @Option(names = "--rounds", paramLabel = "N", description = "Rounds of both in turn.")
  private int rounds = 5;

  @Option(names = "--connections", paramLabel = "N", description = "Connections of the load.")
  private int connections = 128;

  @Option(
      names = "--records",
      paramLabel = "N",
      description = "Items, users and orders. A round ends early if it runs out of orders.")
  private int records = 100_000;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "Where the server that is started keeps its data meanwhile.")
  private Path data = Path.of(System.getProperty("java.io.tmpdir"));

  @Option(names = "--json", paramLabel = "FILE", description = "Write all numbers there, too.")
  private @Nullable Path json;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = {
        "Measure the shop at this address instead of starting one. It loses what it has, and needs",
        "--noop-route."
      })
  private @Nullable URI url;

  @Option(
      names = "--pid",
      paramLabel = "N",
      description = "Process of that shop, to know its processor time.")
  private long pid;

  @Override
  public Integer call() throws IOException, InterruptedException {
    BenchSettings settings = settings();
    URI running = url;
    if (running != null) {
      return run(new Target(running, pid), settings);
    }
    try (ServerProcess server = ServerProcess.start(data)) {
      out().printf("Data on %s in %s%n", server.fileSystem(), data);
      if (server.fileSystem().equals("tmpfs")) {
        out().println("That is memory, where durable costs nothing: choose a disk by --data.");
      }
      return run(server.target(), settings);
    } catch (ServerFailedException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return 1;
    }
  }

  private BenchSettings settings() {
    try {
      return new BenchSettings(
          Duration.ofMillis((long) (seconds * MILLIS_PER_SECOND)),
          Duration.ofMillis((long) (warmUp * MILLIS_PER_SECOND)),
          rounds,
          connections,
          records);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private int run(Target target, BenchSettings settings) throws IOException {
    BenchResult result = new Benchmark(target, settings, new Printing(out())).run();
    out().println();
    out().println(Report.result(result));
    Path file = json;
    if (file != null) {
      Files.writeString(file, Report.json(settings, result));
    }
    return result.isRight() ? 0 : 1;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private record Printing(PrintWriter out) implements Progress {
    @Override
    public void say(String line) {
      out.println(line);
      out.flush();
    }

    @Override
    public void round(Round round) {
      say(Report.round(round));
    }
  }
}
