package tercet.testing.verifier.bench;

import java.net.URI;
import java.util.List;

/**
 * The server that is measured.
 *
 * @param address of the shop
 * @param pids of its processes on this machine, whose descendants count as well; empty if they are
 *     unknown, then so is their processor time
 */
public record Target(URI address, List<Long> pids) {
  public Target {
    pids = List.copyOf(pids);
  }

  /** Processor time of all processes since their start, or NaN where it is unknown. */
  double processorMicros() {
    return pids.isEmpty() ? Double.NaN : pids.stream().mapToDouble(ProcessorTime::micros).sum();
  }
}
