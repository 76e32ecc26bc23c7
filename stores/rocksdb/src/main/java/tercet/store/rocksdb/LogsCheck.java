package tercet.store.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Verifies those files of a database that RocksDB reads at its start: CURRENT, the MANIFEST, and
 * the write-ahead log, which is our journal. A crash leaves a torn write at the end of a file, and
 * that is accepted. Everything else is told as damage.
 */
final class LogsCheck {
  static final String CURRENT = "CURRENT";
  private static final Pattern MANIFEST_NAMED = Pattern.compile("(MANIFEST-\\d{6,})\n");
  private static final Pattern OF_A_DATABASE = Pattern.compile("MANIFEST-.*|.*\\.(log|sst)");
  static final Pattern MANIFEST_FILE = Pattern.compile("MANIFEST-\\d+");
  static final Pattern LOG = Pattern.compile("\\d+\\.log");

  private final Path folder;
  private final LoggedWrites writes = new LoggedWrites();
  private final List<Problem> problems = new ArrayList<>();

  /**
   * The damage of a file.
   *
   * @param file within the data folder
   * @param what beginning with the place
   * @param inJournal true if only commits since the last checkpoint are concerned
   */
  record Problem(Path file, String what, boolean inJournal) {}

  private LogsCheck(Path folder) {
    this.folder = folder;
  }

  /**
   * Reads the files of a database.
   *
   * @param wasMade true if the database is known to have been there
   */
  static LogsCheck of(Path folder, boolean wasMade) throws IOException {
    LogsCheck check = new LogsCheck(folder);
    List<Path> files = files(folder);
    boolean any =
        files.stream()
            .anyMatch(file -> OF_A_DATABASE.matcher(String.valueOf(file.getFileName())).matches());
    if (wasMade || any || Files.exists(folder.resolve(CURRENT))) {
      check.readManifest();
      check.readJournal(files);
    }
    return check;
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    }
  }

  private void readManifest() throws IOException {
    Path current = folder.resolve(CURRENT);
    if (!Files.exists(current)) {
      problems.add(new Problem(current, "it is missing", false));
      return;
    }
    byte[] bytes = Files.readAllBytes(current);
    Matcher named = MANIFEST_NAMED.matcher(new String(bytes, UTF_8));
    if (!named.matches()) {
      problems.add(new Problem(current, "it names no MANIFEST", false));
      return;
    }
    Path manifest = folder.resolve(named.group(1));
    if (!Files.exists(manifest)) {
      problems.add(new Problem(manifest, "it is missing, and CURRENT names it", false));
      return;
    }
    LogFile.Reading reading = LogFile.read(manifest, (at, record, behind) -> {});
    LogFile.Damage damage = reading.damage();
    if (damage != null) {
      problems.add(new Problem(manifest, place(damage, reading), false));
    }
  }

  private void readJournal(List<Path> files) throws IOException {
    List<Path> logs =
        files.stream()
            .filter(file -> LOG.matcher(String.valueOf(file.getFileName())).matches())
            .sorted(Comparator.comparingLong(LogsCheck::number))
            .toList();
    if (logs.isEmpty()) {
      problems.add(new Problem(folder, "there is no journal in it (no file *.log)", true));
    }
    boolean[] damaged = {false};
    for (Path log : logs) {
      LogFile.Reading reading =
          LogFile.read(log, (at, record, behind) -> writes.add(record, damaged[0] || behind));
      LogFile.Damage damage = reading.damage();
      if (damage != null) {
        damaged[0] = true;
        problems.add(new Problem(log, place(damage, reading), true));
      }
    }
    if (problems.isEmpty() && writes.hasGap()) {
      problems.add(
          new Problem(
              folder,
              "the commits between the numbers %d and %d are missing in the journal (files *.log)"
                  .formatted(writes.gapAfter(), writes.gapUntil()),
              true));
    }
  }

  private static long number(Path log) {
    String name = String.valueOf(log.getFileName());
    return Long.parseLong(name.substring(0, name.indexOf('.')));
  }

  private static String place(LogFile.Damage damage, LogFile.Reading reading) {
    return "in the record at byte %d of %d %s"
        .formatted(damage.at(), reading.size(), damage.what());
  }

  /** Everything that is wrong; empty if nothing is. */
  List<Problem> problems() {
    return List.copyOf(problems);
  }

  /** The readable part of the journal. */
  LoggedWrites writes() {
    return writes;
  }

  /** True if the store can go on with the part of the journal before the damage. */
  boolean isAcceptable() {
    return problems.stream().allMatch(Problem::inJournal);
  }

  /** The problem that decides what can be done; null if there is none. */
  @Nullable Problem worst() {
    return problems.stream()
        .filter(problem -> !problem.inJournal())
        .findFirst()
        .orElse(problems.isEmpty() ? null : problems.getFirst());
  }

  /** The readable part of the journal, as sentences. */
  String rest() {
    String before =
        "The last checkpoint and %,d commits before the damage can be read."
            .formatted(writes.commits());
    if (writes.isCovered()) {
      return before + " The last checkpoint already has the damaged commits: nothing is lost.";
    }
    return before
        + (writes.hasGap() || writes.commitsBehindDamage() == 0
            ? " How many commits are lost is unknown."
            : (" The commits in the damaged place are lost, and the %,d behind it, which build on"
                    + " them.")
                .formatted(writes.commitsBehindDamage()));
  }
}
