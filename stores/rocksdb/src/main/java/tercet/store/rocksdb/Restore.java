package tercet.store.rocksdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * Makes a data folder of a backup. The new store knows that it is not the one of before:
 *
 * <ul>
 *   <li>its incarnation is above all of the lost store, so that no message of a transaction that
 *       begins anew is taken for one of the lost store;
 *   <li>it answers no question about a transaction that the lost store began after the backup,
 *       unless its order says that it is paid: the question is quarantined;
 *   <li>its horizon is the time of the restore, so that no message of before takes effect twice.
 * </ul>
 */
public final class Restore {
  private static final String RESTORING = "restoring";

  private Restore() {}

  /**
   * Restores.
   *
   * @param backup folder that {@link RocksDbStore#backup} has made
   * @param data a new or empty folder
   * @param now everything that expired by now may have been dropped by the lost store
   * @return lines for a person
   * @throws DataRefusedException if it cannot be done, with a sentence; the backup is as it was
   */
  public static List<String> run(Path backup, Path data, Instant now) {
    try {
      BackupList list = list(backup);
      prepare(data);
      copy(backup, list, data);
      NativeLibrary.load(data.resolve("native"));
      renew(data, now);
      Files.move(
          data.resolve(Backup.META), data.resolve(FolderMeta.FILE), StandardCopyOption.ATOMIC_MOVE);
      Durable.sync(data);
      Files.delete(data.resolve(RESTORING));
      return List.of(
          "%,d files of %s were copied into %s, and every checksum is right."
              .formatted(list.entries().size(), backup, data),
          "Commits after the backup are lost. Start the node, and run './tercet audit'.");
    } catch (IOException e) {
      throw new DataRefusedException(
          "The backup %s was not restored to %s: %s.".formatted(backup, data, e), e);
    }
  }

  private static BackupList list(Path backup) throws IOException {
    if (!Files.isDirectory(backup)) {
      throw new DataRefusedException("There is no folder %s.".formatted(backup));
    }
    if (Files.exists(backup.resolve(BackupList.FILE))) {
      return BackupList.read(backup);
    }
    List<Path> within = Backup.backups(backup);
    throw new DataRefusedException(
        within.isEmpty()
            ? "The folder %s is no backup of './tercet backup'.".formatted(backup)
            : "The folder %s has %d backups. Name one of them; the latest is %s."
                .formatted(backup, within.size(), within.getFirst()));
  }

  /** A restore that was cut off is begun anew. */
  private static void prepare(Path data) throws IOException {
    DataFolder.createPrivate(data);
    List<Path> there = FileCopy.list(data);
    if (!there.isEmpty() && !Files.exists(data.resolve(RESTORING))) {
      throw new DataRefusedException(
          "The folder %s is not empty. Stop the node, move the folder aside, and name a new one."
              .formatted(data));
    }
    for (Path old : there) {
      if (!String.valueOf(old.getFileName()).equals(RESTORING)) {
        FileCopy.delete(old);
      }
    }
    Files.writeString(data.resolve(RESTORING), "A restore into this folder has not ended.\n");
    Durable.sync(data);
  }

  private static void copy(Path backup, BackupList list, Path data) throws IOException {
    Path records = Files.createDirectory(data.resolve("records"));
    Files.createDirectory(data.resolve("native"));
    for (Map.Entry<String, BackupList.Entry> file : list.entries().entrySet()) {
      String name = file.getKey();
      boolean beside = name.equals(Backup.META) || name.equals(Backup.SHARDS);
      Path from = beside ? backup.resolve(name) : backup.resolve("records").resolve(name);
      Path to = beside ? data.resolve(name) : records.resolve(name);
      if (!Files.exists(from) || !FileCopy.copy(from, to).equals(file.getValue())) {
        throw BackupList.damaged(backup, name);
      }
    }
    Durable.sync(records);
  }

  private static void renew(Path data, Instant now) throws IOException {
    Path records = data.resolve("records");
    LogsCheck check = LogsCheck.of(records, true);
    AcceptedLoss.of(data, check, false);
    FailStop failStop = new FailStop(data);
    try (RocksDatabase database =
        RocksDatabase.open(
            records, RocksDbSettings.defaults(), failStop, false, new DamagedFiles(data))) {
      Incarnation.restored(database, AcceptedLoss.INCARNATIONS_SKIPPED);
      new Horizon(database).raise(now.truncatedTo(ChronoUnit.MILLIS));
      database.flushAll();
    }
  }
}
