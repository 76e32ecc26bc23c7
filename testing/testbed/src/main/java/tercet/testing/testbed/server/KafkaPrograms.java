package tercet.testing.testbed.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The programs of Kafka, each in a process of its own: Maven has their libraries, and a resource
 * says where. They are on no class path of this project.
 */
public final class KafkaPrograms {
  private static final String RESOURCE = "kafka.class-path";

  /** A line per message, and only what is wrong: a failover of many partitions says much. */
  private static final String LOGGING =
      """
      handlers=java.util.logging.ConsoleHandler
      java.util.logging.SimpleFormatter.format=%1$tFT%1$tT.%1$tL %4$s %3$s %5$s%6$s%n
      .level=WARNING
      """;

  private KafkaPrograms() {}

  /**
   * A command line.
   *
   * @param folder of the process, which gets a file with the settings of its log
   * @param options of Java, such as the size of the heap
   * @param main name of the class
   */
  static List<String> command(
      Path folder, List<String> options, String main, List<String> arguments) {
    Path logging = folder.resolve("logging.properties");
    Folders.write(logging, LOGGING);
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    words.addAll(options);
    words.add("-Djava.util.logging.config.file=" + logging);
    words.addAll(List.of("-cp", classPath(), main));
    words.addAll(arguments);
    return words;
  }

  /**
   * Runs a program until it ends.
   *
   * @return what it said
   * @throws ServerFailedException if it fails
   */
  public static String run(Path folder, String main, List<String> arguments) {
    return Shell.require(folder, Map.of(), command(folder, List.of("-Xmx256m"), main, arguments));
  }

  private static String classPath() {
    try (InputStream in = KafkaPrograms.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new ServerFailedException(
            "Kafka's servers start only from the sources of Tercet, after ./tercet build");
      }
      String found = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
      for (String jar : found.split(java.io.File.pathSeparator, -1)) {
        if (!Files.isReadable(Path.of(jar))) {
          throw new ServerFailedException(
              jar + " of Kafka is gone since the last build: run ./tercet build");
        }
      }
      return found;
    } catch (IOException e) {
      throw new ServerFailedException("cannot read " + RESOURCE + ": " + e, e);
    }
  }
}
