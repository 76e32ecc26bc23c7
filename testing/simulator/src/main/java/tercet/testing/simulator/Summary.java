package tercet.testing.simulator;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import tercet.testing.simulator.swarm.Fault;
import tercet.testing.simulator.swarm.Trait;

/** The joint result of many seeds. */
final class Summary {
  /** After so many seeds it is worth a word if something has never happened. */
  private static final long ENOUGH = 10_000;

  private final long startNanos;
  private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
  private final Map<Trait, Long> traits = new EnumMap<>(Trait.class);
  private long seeds;
  private long virtualMillis;
  private long requests;
  private long transactions;
  private long paid;
  private long quarantined;
  private long noticed;
  private long inDoubt;
  private long untrue;

  Summary(long startNanos) {
    this.startNanos = startNanos;
  }

  void add(Result result) {
    seeds++;
    virtualMillis += result.virtualMillis();
    requests += result.requests();
    transactions += result.transactions();
    paid += result.paid();
    result.faults().forEach((fault, count) -> faults.merge(fault, count, Long::sum));
    quarantined += result.quarantined() ? 1 : 0;
    noticed += result.losses().noticed();
    inDoubt += result.losses().inDoubt();
    untrue += result.untrue();
    result.swarm().traits().forEach(trait -> traits.merge(trait, 1L, Long::sum));
  }

  long seeds() {
    return seeds;
  }

  /** One line. */
  String progress(long nowNanos) {
    double seconds = Math.max(1, nowNanos - startNanos) / 1e9;
    return "%,d seeds in %.0f s (%,.0f/s), %,d h of virtual time, %,d transactions"
        .formatted(
            seeds,
            seconds,
            seeds / seconds,
            Duration.ofMillis(virtualMillis).toHours(),
            transactions);
  }

  /** Some lines. */
  String text(long nowNanos) {
    StringBuilder text = new StringBuilder(progress(nowNanos));
    text.append(
        String.format(Locale.ROOT, "%n%,d requests, %,d orders paid%nfaults:", requests, paid));
    faults.forEach((fault, count) -> text.append(line(fault.label(), count)));
    text.append(String.format(Locale.ROOT, "%nseeds with"));
    traits.forEach((trait, count) -> text.append(line(trait.label(), count)));
    text.append(String.format(Locale.ROOT, "%nstores that lost commits"));
    text.append(line("noticed by a lane", noticed));
    text.append(line("in doubt for a time", inDoubt));
    text.append(line("paid, told and lost", untrue));
    if (quarantined > 0) {
      text.append(String.format(Locale.ROOT, "%nseeds that ended early"));
      text.append(line("participant in doubt", quarantined));
    }
    if (seeds >= ENOUGH) {
      EnumSet<Fault> neverStruck = EnumSet.allOf(Fault.class);
      neverStruck.removeAll(faults.keySet());
      neverStruck.forEach(
          fault -> text.append(String.format(Locale.ROOT, "%nnever struck: %s", fault.label())));
      EnumSet<Trait> neverDrawn = EnumSet.allOf(Trait.class);
      neverDrawn.removeAll(traits.keySet());
      neverDrawn.forEach(
          trait -> text.append(String.format(Locale.ROOT, "%nnever drawn: %s", trait.label())));
    }
    return text.toString();
  }

  private static String line(String what, long count) {
    return String.format(Locale.ROOT, "%n  %-22s%,14d", what, count);
  }
}
