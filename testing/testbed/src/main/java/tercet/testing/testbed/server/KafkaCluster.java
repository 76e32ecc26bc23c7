package tercet.testing.testbed.server;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka server, or three; each is broker and controller. Of three any one may die, and the
 * others take its partitions over within about two seconds. Not safe for threads, except for the
 * address.
 */
public final class KafkaCluster implements AutoCloseable {
  private final Path folder;
  private final List<KafkaProcess> servers = new ArrayList<>();
  private final @Nullable Login login;
  private int securedPort;
  private final AtExit atExit;

  /** For the port that asks for one; letters and digits. */
  public record Login(String user, String password) {}

  private KafkaCluster(Path folder, @Nullable Login login) {
    this.folder = folder;
    this.login = login;
    this.atExit = new AtExit("kill-kafka", this::killAndDelete);
  }

  /**
   * Starts servers in a temporary folder.
   *
   * @param count 1 or 3
   */
  public static KafkaCluster start(int count, Consumer<String> progress) {
    return start(Folders.temporary("kafka"), count, null, progress);
  }

  /** The same in a folder of the caller's, which ends with them. */
  public static KafkaCluster start(Path folder, int count, Consumer<String> progress) {
    return start(folder, count, null, progress);
  }

  /** One server, which has a second port that asks for a login. */
  public static KafkaCluster startWithLogin(Login login, Consumer<String> progress) {
    return start(Folders.temporary("kafka"), 1, login, progress);
  }

  private static KafkaCluster start(
      Path folder, int count, @Nullable Login login, Consumer<String> progress) {
    KafkaCluster all = new KafkaCluster(folder, login);
    try {
      progress.accept("formatting the data of Kafka");
      all.format(count);
      progress.accept("starting Kafka");
      all.restart();
      return all;
    } catch (RuntimeException e) {
      all.close();
      throw e;
    }
  }

  private void format(int count) {
    byte[] random = new byte[2 * Long.BYTES];
    new SecureRandom().nextBytes(random);
    String id = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    List<Integer> controllers = IntStream.range(0, count).mapToObj(one -> Ports.free()).toList();
    String voters =
        IntStream.rangeClosed(1, count)
            .mapToObj(number -> number + "@127.0.0.1:" + controllers.get(number - 1))
            .collect(Collectors.joining(","));
    for (int number = 1; number <= count; number++) {
      Path own = Folders.create(folder.resolve("kafka-" + number));
      int port = Ports.free();
      String settings = KafkaServerSettings.of(own, number, count, port, voters);
      Folders.write(own.resolve(KafkaProcess.SETTINGS), settings + secured(port, voters));
      servers.add(new KafkaProcess(number, own, port));
    }
    servers.parallelStream().forEach(server -> format(server, id));
  }

  private void format(KafkaProcess server, String id) {
    Path own = folder.resolve(server.name());
    String settings = own.resolve(KafkaProcess.SETTINGS).toString();
    KafkaPrograms.run(
        own, "kafka.tools.StorageTool", List.of("format", "--cluster-id=" + id, "-c", settings));
  }

  private String secured(int port, String voters) {
    Login wanted = login;
    if (wanted == null) {
      return "";
    }
    securedPort = Ports.free();
    return KafkaServerSettings.secured(
        port, securedPort, voters.substring(voters.indexOf('@') + 1), wanted);
  }

  /** Starts those that do not run, and returns when all are complete. */
  public void restart() {
    servers.stream().filter(server -> !server.isAlive()).forEach(KafkaProcess::launchAgain);
    awaitComplete();
  }

  /** Waits until the loss of any of three would be mended. */
  public void awaitComplete() {
    servers.forEach(KafkaProcess::awaitReady);
  }

  /** Ends all at once. */
  public void kill() {
    servers.forEach(KafkaProcess::kill);
  }

  /** All servers, always the same, also those that are dead. */
  public List<KafkaProcess> servers() {
    return List.copyOf(servers);
  }

  /** Where they listen: hosts and ports. */
  public String addresses() {
    return servers.stream()
        .map(server -> "127.0.0.1:" + server.port())
        .collect(Collectors.joining(","));
  }

  /** The address of all for a transport. */
  public String url() {
    return "kafka://" + addresses();
  }

  /** Where the server that was started with a login asks for it. */
  public String addressWithLogin() {
    return "127.0.0.1:" + securedPort;
  }

  /** Ends all and deletes their data. */
  @Override
  public void close() {
    atExit.cancel();
    killAndDelete();
  }

  private void killAndDelete() {
    kill();
    Folders.delete(folder);
  }
}
