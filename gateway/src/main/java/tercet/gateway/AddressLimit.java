package tercet.gateway;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts the open connections of each client address, so that one client cannot take them all.
 * Addresses of IPv6 count by their first 64 bits, which are one customer's network (RFC 6177).
 */
final class AddressLimit {
  private static final int NETWORK_BYTES = 8;

  private final int max;
  private final ConcurrentMap<String, Integer> open = new ConcurrentHashMap<>();

  /**
   * @param max open at once for each address; 0 for no limit
   */
  AddressLimit(int max) {
    this.max = max;
  }

  /** Takes a place, if there is one. Each one that was taken must be left. */
  boolean enter(SocketAddress client) {
    String key = key(client);
    if (key == null) {
      return true;
    }
    boolean[] entered = {false};
    open.compute(
        key,
        (same, before) -> {
          int now = before == null ? 0 : before;
          entered[0] = now < max;
          return entered[0] ? Integer.valueOf(now + 1) : before;
        });
    return entered[0];
  }

  /** Gives a place back that {@link #enter} has given. */
  void leave(SocketAddress client) {
    String key = key(client);
    if (key != null) {
      open.computeIfPresent(key, (same, before) -> before == 1 ? null : before - 1);
    }
  }

  private @Nullable String key(SocketAddress client) {
    if (max == 0 || !(client instanceof InetSocketAddress socket)) {
      return null;
    }
    InetAddress address = socket.getAddress();
    byte[] bytes = address.getAddress();
    return address instanceof Inet6Address
        ? Arrays.toString(Arrays.copyOf(bytes, NETWORK_BYTES))
        : address.getHostAddress();
  }
}
