package tercet.testing.testbed.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A Kafka server, broker and controller in one. */
public final class KafkaProcess extends GroupedServer {
  static final String SETTINGS = "server.properties";
  private static final Duration START_MAX = Duration.ofSeconds(90);

  private final int number;

  /**
   * Not started yet.
   *
   * @param number of the broker
   * @param folder for its files, with its settings and formatted data
   */
  KafkaProcess(int number, Path folder, int port) {
    super("kafka-" + number, folder, port, SystemAccount.ofThisProcess());
    this.number = number;
  }

  /** Its number in its cluster, from 1. */
  public int number() {
    return number;
  }

  /** Starts it with the data that it has; it may not answer yet. */
  @Override
  public void launchAgain() {
    launch(
        Map.of(),
        KafkaPrograms.command(
            folder(),
            List.of("-Xms64m", "-Xmx256m"),
            "kafka.Kafka",
            List.of(folder().resolve(SETTINGS).toString())));
  }

  void awaitReady() {
    process().await(name() + " is complete", START_MAX, this::answers);
  }

  /** Whether it takes messages, and has all of those that it is to have. */
  @Override
  public boolean answers() {
    KafkaView view = KafkaView.read(port());
    return view != null && view.isComplete(number);
  }

  /** Whether it leads partitions now, as it sees it. */
  public boolean leads() {
    KafkaView view = KafkaView.read(port());
    return view != null && view.led(number) > 0;
  }
}
