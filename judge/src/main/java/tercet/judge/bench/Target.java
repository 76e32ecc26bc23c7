package tercet.judge.bench;

import java.net.URI;

/**
 * The server that is measured.
 *
 * @param address of the shop
 * @param pid of its process on this machine; 0 if it is unknown, then so is its processor time
 */
public record Target(URI address, long pid) {
  double processorMicros() {
    return pid == 0 ? Double.NaN : ProcessorTime.micros(pid);
  }
}
