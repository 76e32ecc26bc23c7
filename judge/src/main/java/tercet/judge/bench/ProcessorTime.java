package tercet.judge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads how much processor time a process has used, of all its threads (Linux only, proc(5)). */
final class ProcessorTime {
  /** No Linux that Java runs on counts in other units: USER_HZ is 100. */
  private static final double MICROS_PER_TICK = 10_000;

  /** Places of utime and stime behind the process's name, which ends with the last bracket. */
  private static final int USER_TIME = 11;

  private static final int SYSTEM_TIME = 12;

  private ProcessorTime() {}

  /** Of this process, or NaN where it cannot be known. */
  static double micros(long pid) {
    try {
      return micros(Files.readString(Path.of("/proc", Long.toString(pid), "stat")));
    } catch (IOException e) {
      return Double.NaN;
    }
  }

  /**
   * @param stat content of {@code /proc/<pid>/stat}
   */
  static double micros(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
    return ticks * MICROS_PER_TICK;
  }
}
