package tercet.server.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tercet.gateway.GatewaySettings;
import tercet.gateway.contract.ReservationLimits;

/**
 * Who may call this process, and how much a caller may keep from others.
 *
 * @param origins of web pages that may call, beside those of its own address
 * @param hosts more names in the header Host, without a port
 * @param tokensFile has the tokens that calls need; null if they need none
 * @param withoutTokens whether other machines may call although there are none
 * @param connectionsPerAddress open at once from one client address; 0 for no limit
 * @param reservations limits of reserved orders
 * @param tls certificate of the public and the administrative port; null for plain HTTP
 */
public record AccessChoice(
    Set<String> origins,
    Set<String> hosts,
    @Nullable Path tokensFile,
    boolean withoutTokens,
    int connectionsPerAddress,
    ReservationLimits reservations,
    @Nullable TlsFiles tls) {
  /** With the usual limits of reserved orders. */
  public AccessChoice(
      Set<String> origins,
      Set<String> hosts,
      @Nullable Path tokensFile,
      boolean withoutTokens,
      int connectionsPerAddress,
      @Nullable TlsFiles tls) {
    this(
        origins,
        hosts,
        tokensFile,
        withoutTokens,
        connectionsPerAddress,
        ReservationLimits.DEFAULTS,
        tls);
  }

  public AccessChoice {
    origins = Set.copyOf(origins);
    hosts = Set.copyOf(hosts);
    for (String origin : origins) {
      if (!GatewaySettings.isOrigin(origin)) {
        throw new IllegalArgumentException(
            "--allow-origin is like https://shop.example, without a path, not " + origin);
      }
    }
    for (String host : hosts) {
      if (host.isBlank() || !host.matches("[^\\s/:]+")) {
        throw new IllegalArgumentException(
            "--allow-host is like shop.example, without a port or a path, not " + host);
      }
    }
    if (connectionsPerAddress < 0) {
      throw new IllegalArgumentException(
          "--connections-per-address is 0 or more, not " + connectionsPerAddress);
    }
    if (withoutTokens && tokensFile != null) {
      throw new IllegalArgumentException(
          "--without-tokens contradicts --tokens-file: leave one of them out");
    }
  }

  /**
   * Refuses to let other machines in without tokens, unless the operator has said that they may.
   *
   * @param option that chose the address
   */
  void check(String option, String address) {
    if (tokensFile != null || withoutTokens || isLoopback(address)) {
      return;
    }
    throw new IllegalArgumentException(
        """
        %s %s lets other machines call, and there are no tokens: every program that reaches the \
        port could empty the shop. Give --tokens-file FILE (docs/operate/access.md), or \
        --without-tokens if only trusted programs reach the port, or leave %1$s out\
        """
            .formatted(option, address));
  }

  private static boolean isLoopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException unknown) {
      return true; // the port cannot be opened, and that is said then
    }
  }
}
