package tercet.server.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import tercet.gateway.contract.ReservationLimits;
import tercet.server.config.AccessChoice;
import tercet.server.config.TlsFiles;

/** Options of who may call the shop. */
final class AccessOptions {
  @Option(
      names = "--tokens-file",
      paramLabel = "FILE",
      description =
          "File with the tokens that calls need, each with its scopes; read again when it changes."
              + " Without it no call needs a token.")
  private @Nullable Path tokensFile;

  @Option(
      names = "--without-tokens",
      description =
          "Listen on an address that other machines reach, although there are no tokens. Only for"
              + " networks in which every program may do everything.")
  private boolean withoutTokens;

  @Option(
      names = "--allow-origin",
      paramLabel = "ORIGIN",
      split = ",",
      showDefaultValue = CommandLine.Help.Visibility.NEVER,
      description =
          "Origin of web pages that may call the shop, for example https://shop.example; several"
              + " with commas. Pages from an address, from localhost and without a browser need"
              + " none.")
  private Set<String> origins = new LinkedHashSet<>();

  @Option(
      names = "--allow-host",
      paramLabel = "NAME",
      split = ",",
      showDefaultValue = CommandLine.Help.Visibility.NEVER,
      description =
          "Name of the shop in the header Host, for example shop.example; several with commas."
              + " Addresses, single words, names below localhost, local and internal, and a shop"
              + " with tokens need none.")
  private Set<String> hosts = new LinkedHashSet<>();

  @Option(
      names = "--connections-per-address",
      paramLabel = "N",
      description =
          "Connections that one client address may have open at each port; 0 for no limit. Leave it"
              + " out behind a proxy, whose connections all have its address.")
  private int connectionsPerAddress;

  @Option(
      names = "--reserve-max",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      defaultValue = "1h",
      description = "Longest time for which an order may be reserved: 1s to 24h.")
  private Duration reserveMax = ReservationLimits.DEFAULTS.longest();

  @Option(
      names = "--reserved-orders-max",
      paramLabel = "N",
      defaultValue = "10",
      description = "Orders that one user may have reserved at the same time: 1 to 1000.")
  private int reservedOrdersMax;

  @Option(
      names = "--tls-certificate-file",
      paramLabel = "FILE",
      description =
          "Certificate of the public and the administrative port as PEM, followed by those that"
              + " lead to its authority; read again when it changes. With it both ports speak"
              + " HTTPS, without it plain HTTP.")
  private @Nullable Path certificateFile;

  @Option(
      names = "--tls-key-file",
      paramLabel = "FILE",
      description =
          "Private key of that certificate as PEM, without a password; only this user may read it.")
  private @Nullable Path keyFile;

  AccessChoice choice() {
    TlsFiles tls =
        TlsFiles.of("--tls-certificate-file", certificateFile, "--tls-key-file", keyFile);
    return new AccessChoice(
        origins, hosts, tokensFile, withoutTokens, connectionsPerAddress, reservations(), tls);
  }

  private ReservationLimits reservations() {
    try {
      return new ReservationLimits(reserveMax, reservedOrdersMax);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "--reserve-max is 1s to 24h, and --reserved-orders-max 1 to 1000, not %s and %d"
              .formatted(reserveMax, reservedOrdersMax),
          e);
    }
  }
}
