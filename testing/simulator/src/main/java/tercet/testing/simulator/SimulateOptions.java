package tercet.testing.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import tercet.kernel.Protocol;
import tercet.testing.simulator.swarm.Fault;

/** The options of the command {@code tercet simulate}. */
public final class SimulateOptions {
  @Option(names = "--seed", paramLabel = "S", description = "The first seed; by default a new one.")
  private @Nullable Long seed;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Number of seeds, from S on; by default 1 with --seed, otherwise 10000.")
  private @Nullable Long seeds;

  @Option(names = "--minutes", paramLabel = "M", description = "Begin no new seed after that time.")
  private @Nullable Integer minutes;

  @Option(
      names = "--protocol",
      paramLabel = "P",
      split = ",",
      description = "Protocols, taken in turn: ${COMPLETION-CANDIDATES}; by default all.")
  private List<Protocol> protocols = List.of(Protocol.values());

  @Option(
      names = "--operations",
      paramLabel = "N",
      description = "Clients stop after N operations.")
  private int operations = Case.ALL_OPERATIONS;

  @Option(names = "--faults", paramLabel = "N", description = "No more than N faults are injected.")
  private long faults = Case.ALL_FAULTS;

  @Option(
      names = "--without",
      paramLabel = "FAULT",
      split = ",",
      converter = FaultConverter.class,
      description = "Faults that are switched off, for example loss,crash.")
  private Set<Fault> without = Set.of();

  @Option(names = "--trace", description = "Print everything that happens.")
  private boolean trace;

  /**
   * The values of the command line.
   *
   * @param fresh a seed to begin with if none was given
   * @throws IllegalArgumentException says to a person what is wrong
   */
  public Options options(long fresh) {
    long few = seed == null ? Options.SEEDS : 1;
    long many = minutes == null ? few : Long.MAX_VALUE;
    Options options =
        new Options(
            protocols,
            seed == null ? fresh : seed,
            seeds == null ? many : seeds,
            minutes == null ? Options.NO_LIMIT : Duration.ofMinutes(minutes),
            operations,
            faults,
            without,
            trace);
    check(options.seeds() >= 1, "--seeds is at least 1");
    check(minutes == null || minutes >= 1, "--minutes is at least 1");
    check(operations >= 0 && faults >= 0, "--operations and --faults are at least 0");
    return options;
  }

  private static void check(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }

  /** Reads a fault as reports name it. */
  static final class FaultConverter implements ITypeConverter<Fault> {
    @Override
    public Fault convert(String label) {
      for (Fault fault : Fault.values()) {
        if (fault.label().equals(label)) {
          return fault;
        }
      }
      List<String> all = List.of(Fault.values()).stream().map(Fault::label).toList();
      throw new TypeConversionException("there is no fault " + label + ", only " + all);
    }
  }
}
