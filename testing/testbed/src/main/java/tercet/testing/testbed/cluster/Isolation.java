package tercet.testing.testbed.cluster;

import tercet.testing.testbed.server.Firewall;

/** How a member is cut off from all others. */
sealed interface Isolation {
  /** By the group that its processes belong to. */
  record ByGroup(long group) implements Isolation {}

  /** By its port, for a server that opens no connections itself. */
  record ByPort(int port) implements Isolation {}

  /** Not at all. */
  record Impossible() implements Isolation {}

  default void begin(Firewall firewall, String member) {
    switch (this) {
      case ByGroup(long group) -> firewall.blockGroup(member, group);
      case ByPort(int port) -> firewall.blockPort(member, port);
      case Impossible _ -> throw new IllegalStateException(member + " cannot be isolated here");
    }
  }
}
