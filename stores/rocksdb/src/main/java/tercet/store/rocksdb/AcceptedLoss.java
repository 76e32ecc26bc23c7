package tercet.store.rocksdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides about a start with a damaged journal: refuses it, or goes on with the state before the
 * damage if the operator accepts the loss. Commits behind the damage can be read, but they build on
 * those that cannot, so money and stock would not add up with them.
 */
final class AcceptedLoss {
  private static final System.Logger LOG = System.getLogger(AcceptedLoss.class.getName());
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);

  /** More often than a store is opened between two looks of an operator. */
  static final long INCARNATIONS_SKIPPED = 1_000;

  private final LogsCheck check;

  private AcceptedLoss(LogsCheck check) {
    this.check = check;
  }

  /**
   * Looks at the result of a check.
   *
   * @param accept true if the operator accepts that commits are lost
   * @return null if nothing is damaged
   * @throws DataRefusedException if it is damaged, and the loss is not or cannot be accepted
   */
  static @Nullable AcceptedLoss of(Path folder, LogsCheck check, boolean accept)
      throws IOException {
    LogsCheck.Problem worst = check.worst();
    if (worst == null) {
      if (accept) {
        LOG.log(
            System.Logger.Level.INFO,
            "The journal in {0} is whole. Nothing is lost; leave --accept-loss out.",
            folder);
      }
      return null;
    }
    if (!accept || !check.isAcceptable()) {
      throw new DataRefusedException(sentence(folder, check, worst));
    }
    Path saved = save(folder, check.problems());
    LOG.log(
        System.Logger.Level.WARNING,
        "The loss is accepted. {0} {1} A copy of the damaged files is in {2}.",
        described(worst),
        check.rest(),
        saved);
    return new AcceptedLoss(check);
  }

  private static String sentence(Path folder, LogsCheck check, LogsCheck.Problem worst) {
    String start =
        "The data folder %s is damaged and was not opened; nothing in it was changed. %s"
            .formatted(folder, described(worst));
    return check.isAcceptable()
        ? start
            + (" %s Put back a backup of the folder. If there is none, start once with"
                    + " --accept-loss: the shop goes on with the state before the damage.")
                .formatted(check.rest())
        : start
            + " Put back a backup of the folder; './tercet data check --data %s' says more."
                .formatted(folder);
  }

  private static String described(LogsCheck.Problem problem) {
    return "File %s: %s.".formatted(problem.file(), problem.what());
  }

  /** Where damaged files are kept; another one each second. */
  static Path aside(Path folder) {
    return folder.resolve("damaged-" + TIME.format(Instant.now()));
  }

  /**
   * Copies the damaged files into a new folder beside the database.
   *
   * @return the new folder
   */
  static Path save(Path folder, List<LogsCheck.Problem> problems) throws IOException {
    Path saved = aside(folder);
    Files.createDirectories(saved);
    for (LogsCheck.Problem problem : problems) {
      if (Files.isRegularFile(problem.file())) {
        Path copy = saved.resolve(String.valueOf(problem.file().getFileName()));
        if (!Files.exists(copy)) {
          Files.copy(problem.file(), copy);
          Durable.sync(copy);
        }
      }
    }
    Durable.sync(saved);
    return saved;
  }

  /**
   * Takes back the commits behind the damage. To be called before recovery.
   *
   * @param now everything that expired by now may have been dropped without a trace
   */
  void apply(RocksDatabase database, Instant now) {
    if (!check.writes().isCovered()) {
      long last = check.writes().lastBeforeDamage();
      List<byte[]> recent = new ArrayList<>();
      database.scan(
          Family.RECENT,
          (key, value) -> {
            if (RecentRecords.numberOf(key) > last) {
              recent.add(key);
            }
          });
      Journal.deleteAfter(last, database);
      recent.forEach(key -> database.deleteRange(Family.RECENT, key, next(key)));
    }
    raiseIncarnation(database);
    new Horizon(database).raise(now.truncatedTo(ChronoUnit.MILLIS));
    database.flushAll(); // and the damaged files are not read again
  }

  /** Also above those opens of the store whose count is lost. */
  private static void raiseIncarnation(RocksDatabase database) {
    byte[] last = database.get(Fact.INCARNATION);
    long before = last == null ? 0 : ByteBuffer.wrap(last).getLong();
    long after = before + INCARNATIONS_SKIPPED;
    database.put(Fact.INCARNATION, ByteBuffer.allocate(Long.BYTES).putLong(after).array());
    LOG.log(
        System.Logger.Level.WARNING,
        "The incarnation of the store is raised from {0} to {1}: other nodes can tell that it is"
            + " not what it was.",
        before,
        after + 1);
  }

  /** The first key behind another one. */
  private static byte[] next(byte[] key) {
    return Arrays.copyOf(key, key.length + 1);
  }
}
