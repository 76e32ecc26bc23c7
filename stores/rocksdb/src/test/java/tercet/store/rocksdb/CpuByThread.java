package tercet.store.rocksdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** CPU time of this process by threads' names, as Linux tells it; to the hundredth of a second. */
final class CpuByThread {
  private static final Path TASKS = Path.of("/proc/self/task");
  private static final long MICROS_PER_TICK = 10_000;
  private static final int USER_TICKS = 11;
  private static final int SYSTEM_TICKS = 12;
  private static final double MICROS_SHOWN_MIN = 0.05;
  private static final Duration POLL_EVERY = Duration.ofMillis(100);

  private final Map<String, Long> before = micros();
  private Map<String, Long> last = before;

  /** Looks again and again until a thread ends: the time of an ended thread cannot be read. */
  void watch(Thread thread) throws InterruptedException {
    while (!thread.join(POLL_EVERY)) {
      Map<String, Long> now = micros();
      last = thread.isAlive() ? now : last;
    }
  }

  /** Microseconds since the start, threads whose names differ only by a number together. */
  private static Map<String, Long> micros() {
    Map<String, Long> micros = new HashMap<>();
    try (Stream<Path> tasks = Files.list(TASKS)) {
      List<Path> all = tasks.toList();
      for (Path task : all) {
        String stat = Files.readString(task.resolve("stat"));
        int nameEnd = stat.lastIndexOf(')');
        String name = stat.substring(stat.indexOf('(') + 1, nameEnd).replaceAll("\\W*\\d+", "");
        String[] rest = stat.substring(nameEnd + 2).split(" ", -1);
        long ticks = Long.parseLong(rest[USER_TICKS]) + Long.parseLong(rest[SYSTEM_TICKS]);
        micros.merge(name, ticks * MICROS_PER_TICK, Long::sum);
      }
    } catch (IOException e) {
      return micros; // another system, or a thread that has just ended
    }
    return micros;
  }

  /** The time of each kind of thread, per unit of work, in microseconds; the largest first. */
  String difference(long units) {
    Map<String, Double> each = new HashMap<>();
    last.forEach((name, micros) ->
        each.put(name, (double) (micros - before.getOrDefault(name, 0L)) / units));
    return each.entrySet().stream()
        .filter(entry -> entry.getValue() >= MICROS_SHOWN_MIN)
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .map(entry -> "%s %.1f".formatted(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(", "));
  }
}
