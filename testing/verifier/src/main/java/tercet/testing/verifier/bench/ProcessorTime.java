package tercet.testing.verifier.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads how much processor time processes have used, of all threads (Linux only, proc(5)). */
final class ProcessorTime {
  /** No Linux that Java runs on counts in other units: USER_HZ is 100. */
  private static final double MICROS_PER_TICK = 10_000;

  /**
   * Places of utime, stime, cutime and cstime behind the process's name, which ends with the last
   * bracket: its own time, and that of children that have ended.
   */
  private static final int FIRST_TIME = 11;

  private static final int TIMES = 4;

  private ProcessorTime() {}

  /** Processor time of a process and all its descendants, or NaN where it is unknown. */
  static double micros(long pid) {
    double all = own(pid);
    for (ProcessHandle child : descendants(pid)) {
      double more = own(child.pid());
      all += Double.isNaN(more) ? 0 : more; // it has just ended, and counts with its parent
    }
    return all;
  }

  private static List<ProcessHandle> descendants(long pid) {
    return ProcessHandle.of(pid).map(handle -> handle.descendants().toList()).orElse(List.of());
  }

  private static double own(long pid) {
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
    long ticks = 0;
    for (int place = FIRST_TIME; place < FIRST_TIME + TIMES; place++) {
      ticks += Long.parseLong(fields[place]);
    }
    return ticks * MICROS_PER_TICK;
  }
}
