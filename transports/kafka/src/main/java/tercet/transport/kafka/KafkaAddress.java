package tercet.transport.kafka;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address of Kafka: {@code kafka://user@host:port,host:port?login=plain&copies=3}. The user and
 * everything from the question mark on may be left out. {@code kafkas://} has TLS, with {@code
 * authorities=FILE} and {@code keys=FILE} as PEM.
 *
 * @param servers hosts and ports with commas between
 * @param user empty for none
 * @param mechanism of the login, unless there is no user
 * @param replication copies of each topic, or {@link KafkaSettings#AUTOMATIC}
 * @param tls null for none
 */
record KafkaAddress(
    String servers,
    String user,
    KafkaSettings.Mechanism mechanism,
    int replication,
    KafkaSettings.@Nullable Tls tls) {
  private static final String HOST_AND_PORT = "([^\\s,/@:?]+|\\[[0-9a-fA-F:]+]):\\d{1,5}";
  private static final Pattern ADDRESS =
      Pattern.compile(
          "kafka(?<tls>s?)://((?<user>[^\\s,/@:?]+)@)?(?<servers>S(,S)*)([?](?<more>[^\\s?]*))?"
              .replace("S", HOST_AND_PORT));

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException with a sentence that says what is wrong
   */
  static KafkaAddress parse(String url) {
    Matcher found = ADDRESS.matcher(url);
    if (!found.matches()) {
      throw new IllegalArgumentException(
          "the address of Kafka is kafka://host:port,host:port, and holds no password");
    }
    KafkaSettings.Mechanism mechanism = KafkaSettings.Mechanism.SCRAM_SHA_512;
    int replication = KafkaSettings.AUTOMATIC;
    Path authorities = null;
    Path keys = null;
    String more = text(found, "more");
    for (String part : more.isEmpty() ? new String[0] : more.split("&", -1)) {
      int equals = part.indexOf('=');
      String value = part.substring(equals + 1);
      switch (part.substring(0, Math.max(0, equals))) {
        case "login" -> mechanism = mechanism(value);
        case "copies" -> replication = copies(value);
        case "authorities" -> authorities = Path.of(value);
        case "keys" -> keys = Path.of(value);
        default ->
            throw new IllegalArgumentException(
                "the address of Kafka may have login, copies, authorities and keys, not '%s'"
                    .formatted(part));
      }
    }
    boolean secure = !text(found, "tls").isEmpty();
    if (!secure && (authorities != null || keys != null)) {
      throw new IllegalArgumentException("certificates are for TLS: write kafkas:// for that");
    }
    return new KafkaAddress(
        text(found, "servers"),
        text(found, "user"),
        mechanism,
        replication,
        secure ? new KafkaSettings.Tls(authorities, keys) : null);
  }

  private static String text(Matcher found, String group) {
    String text = found.group(group);
    return text == null ? "" : text;
  }

  private static KafkaSettings.Mechanism mechanism(String word) {
    for (KafkaSettings.Mechanism one : KafkaSettings.Mechanism.values()) {
      if (one.word().toLowerCase(Locale.ROOT).equals(word)) {
        return one;
      }
    }
    throw new IllegalArgumentException(
        "a login of Kafka is plain, scram-sha-256 or scram-sha-512, not '%s'".formatted(word));
  }

  private static int copies(String number) {
    if (!number.matches("[1-9]")) {
      throw new IllegalArgumentException(
          "topics of Kafka have 1 to 9 copies, not '%s'".formatted(number));
    }
    return Integer.parseInt(number);
  }
}
