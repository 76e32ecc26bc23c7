package tercet.testing.testbed.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka server, broker and controller in one, with its own port and folder. It can be killed and
 * started again. For one thread at a time, except for what it says and where it is.
 */
public final class KafkaProcess implements LoneServer {
  static final String SETTINGS = "server.properties";
  private static final Duration START_MAX = Duration.ofSeconds(90);

  /** Above all groups that a system has, and those of others here; a port is used by one server. */
  private static final long FIRST_GROUP = 5_000_000;

  private final int number;
  private final Path folder;
  private final int port;
  private volatile @Nullable ServerProcess process;

  /**
   * Not started yet.
   *
   * @param number of the broker
   * @param folder for its files, with its settings and formatted data
   */
  KafkaProcess(int number, Path folder, int port) {
    this.number = number;
    this.folder = folder;
    this.port = port;
  }

  /** Its number in its cluster, from 1. */
  public int number() {
    return number;
  }

  public String name() {
    return "kafka-" + number;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public ServerProcess process() {
    ServerProcess started = process;
    if (started == null) {
      throw new ServerFailedException(name() + " has never run");
    }
    return started;
  }

  boolean hasRun() {
    return process != null;
  }

  /** The group that its processes belong to, if this process may choose, and no others. */
  public long group() {
    return FIRST_GROUP + port;
  }

  /** Starts it with the data that it has; it may not answer yet. */
  @Override
  public void launchAgain() {
    List<String> words = new ArrayList<>();
    if (SystemAccount.isRoot()) {
      words.addAll(List.of("setpriv", "--regid=" + group(), "--clear-groups"));
    }
    words.addAll(
        KafkaPrograms.command(
            folder,
            List.of("-Xms64m", "-Xmx256m"),
            "kafka.Kafka",
            List.of(folder.resolve(SETTINGS).toString())));
    process = ServerProcess.start(folder, folder.resolve("log"), words);
  }

  void awaitReady() {
    process().await(name() + " is complete", START_MAX, this::answers);
  }

  /** Whether it takes messages, and has all of those that it is to have. */
  @Override
  public boolean answers() {
    KafkaView view = KafkaView.read(port);
    return view != null && view.isComplete(number);
  }

  /** Whether it leads partitions now, as it sees it. */
  public boolean leads() {
    KafkaView view = KafkaView.read(port);
    return view != null && view.led(number) > 0;
  }

  /** Ends it as a power failure would, if it runs. */
  @Override
  public void kill() {
    ServerProcess started = process;
    if (started != null) {
      started.kill();
    }
  }
}
