package tercet.store.rocksdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** CPU time of this process by threads' names, as Linux tells it. */
final class CpuByThread {
  private static final Path TASKS = Path.of("/proc/self/task");
  private static final double TICKS_PER_SECOND = 100;
  private static final int LARGEST = 8;

  private CpuByThread() {}

  /** Seconds since the start, threads whose names differ only by a number together. */
  static Map<String, Double> seconds() {
    Map<String, Double> seconds = new TreeMap<>();
    try (Stream<Path> tasks = Files.list(TASKS)) {
      List<Path> all = tasks.toList();
      for (Path task : all) {
        String stat = Files.readString(task.resolve("stat"));
        int nameEnd = stat.lastIndexOf(')');
        String name = stat.substring(stat.indexOf('(') + 1, nameEnd).replaceAll("[#-]?\\d+", "");
        String[] rest = stat.substring(nameEnd + 2).split(" ", -1);
        double ticks = Long.parseLong(rest[11]) + Long.parseLong(rest[12]);
        seconds.merge(name, ticks / TICKS_PER_SECOND, Double::sum);
      }
    } catch (IOException e) {
      return Map.of(); // another system, or a thread that has just ended
    }
    return seconds;
  }

  /** What each thread took between two looks, per unit of work, in microseconds. */
  static String difference(Map<String, Double> before, Map<String, Double> after, long units) {
    return after.entrySet().stream()
        .map(e ->
            Map.entry(
                e.getKey(), (e.getValue() - before.getOrDefault(e.getKey(), 0.0)) * 1e6 / units))
        .filter(e -> e.getValue() > 0.05)
        .sorted(Comparator.comparing(Map.Entry<String, Double>::getValue).reversed())
        .limit(LARGEST)
        .map(e -> "%s %.1f".formatted(e.getKey(), e.getValue()))
        .collect(Collectors.joining(", "));
  }
}
