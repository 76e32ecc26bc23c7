package tercet.testing.testbed.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Sends signals to processes of this machine and reads their state. */
public final class Signals {
  private static final char ZOMBIE = 'Z';
  private static final char STOPPED = 'T';
  private static final char GONE = '-';

  private Signals() {}

  /**
   * Sends a signal to a process, if it is there.
   *
   * @param signal such as {@code STOP}
   */
  public static void send(String signal, long pid) {
    Shell.run(List.of("kill", "-" + signal, Long.toString(pid)));
  }

  /** Whether a process has been halted by {@code STOP}. */
  public static boolean isStopped(long pid) {
    return state(pid) == STOPPED;
  }

  /**
   * Whether a process is there. A process that has ended stays listed until its parent reads its
   * exit status.
   */
  static boolean isThere(long pid) {
    char state = state(pid);
    return state != GONE && state != ZOMBIE;
  }

  private static char state(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2);
    } catch (IOException e) {
      return GONE;
    }
  }
}
