package tercet.testing.testbed.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A process of this machine. The system gives its number to another one after its end, so it is the
 * same one only if it started at the same time.
 *
 * @param start in units of the system, or 0 if it was gone already
 */
record ProcessId(long pid, long start) {
  private static final char ZOMBIE = 'Z';
  private static final char STOPPED = 'T';

  /** Counted from the state, which is the first word after the name. */
  private static final int START_WORD = 19;

  static ProcessId of(long pid) {
    return new ProcessId(pid, startOf(pid));
  }

  static ProcessId parse(String text) {
    int colon = text.indexOf(':');
    return new ProcessId(
        Long.parseLong(text.substring(0, colon)), Long.parseLong(text.substring(colon + 1)));
  }

  /** For {@link #parse}. */
  @Override
  public String toString() {
    return pid + ":" + start;
  }

  /** It runs, or is halted. An ended one stays listed until its parent asks for its status. */
  boolean isAlive() {
    return start != 0 && startOf(pid) == start && state() != ZOMBIE;
  }

  boolean isPaused() {
    return isAlive() && state() == STOPPED;
  }

  /** This process and all that it has started. */
  Stream<ProcessId> tree() {
    Stream<ProcessId> below =
        handle().stream().flatMap(ProcessHandle::descendants).map(one -> of(one.pid()));
    return Stream.concat(Stream.of(this), below);
  }

  /** Kills it as kill -9 does, but never another process. */
  void kill() {
    if (isAlive()) {
      handle().ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  /** Asks it to end. */
  void terminate() {
    if (isAlive()) {
      handle().ifPresent(ProcessHandle::destroy);
    }
  }

  private Optional<ProcessHandle> handle() {
    return ProcessHandle.of(pid);
  }

  private char state() {
    List<String> words = status(pid);
    return words.isEmpty() ? ' ' : words.getFirst().charAt(0);
  }

  private static long startOf(long pid) {
    List<String> words = status(pid);
    if (words.size() > START_WORD) {
      return Long.parseLong(words.get(START_WORD));
    }
    return ProcessHandle.of(pid)
        .flatMap(handle -> handle.info().startInstant())
        .map(Instant::toEpochMilli)
        .orElse(0L);
  }

  /**
   * The fields of the system's file after the name of the program; empty where there is no such
   * file.
   */
  private static List<String> status(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    } catch (IOException e) {
      return List.of();
    }
  }
}
