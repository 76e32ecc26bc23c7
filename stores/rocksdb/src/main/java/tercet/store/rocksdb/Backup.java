package tercet.store.rocksdb;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Copies a running store's files as of one moment.
 *
 * <p>RocksDB links its sorted files, which never change, and copies its logs: what a crash at that
 * moment would leave. From there each file is copied into the backup, unless the backup before has
 * it: then it is linked to that one. No file is linked to one of the store, so that a damaged block
 * of the store's disk does not reach a backup on another one.
 */
final class Backup {
  static final Pattern NAME = Pattern.compile("\\d{8}-\\d{6}-\\d{3}");
  static final String META = "meta.backup";
  static final String SHARDS = "shards";

  private static final String UNFINISHED = ".unfinished";
  private static final String SORTED_FILE = ".sst";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

  /** Of this process; the folder of links is one. */
  private static final AtomicBoolean UNDER_WAY = new AtomicBoolean();

  private final DataFolder data;
  private final Snapshot snapshot;
  private final BackupList list = new BackupList();
  private long copied;
  private long linked;

  Backup(DataFolder data, Snapshot snapshot) {
    this.data = data;
    this.snapshot = snapshot;
  }

  /** Puts all files of the database as of one moment into a new folder. */
  @FunctionalInterface
  interface Snapshot {
    void into(Path folder) throws IOException;
  }

  /**
   * A backup that is there.
   *
   * @param list of its files
   */
  private record Earlier(Path folder, BackupList list) {}

  BackupReport make(Path backups, Instant now) throws IOException {
    if (!UNDER_WAY.compareAndSet(false, true)) {
      throw new IOException("Another backup is under way. Wait for it.");
    }
    try {
      DataFolder.createPrivate(backups);
      Earlier earlier = latest(backups);
      deleteUnfinished(backups);
      FileCopy.delete(data.snapshot());
      snapshot.into(data.snapshot());
      requireRoom(backups, earlier);
      Path unfinished = backups.resolve(TIME.format(now) + UNFINISHED);
      DataFolder.createPrivate(unfinished);
      fill(unfinished, earlier);
      Path made = backups.resolve(TIME.format(now));
      Files.move(unfinished, made);
      Durable.sync(backups);
      return new BackupReport(made, list.entries().size(), copied, linked);
    } finally {
      FileCopy.delete(data.snapshot());
      UNDER_WAY.set(false);
    }
  }

  /** The latest whole backup of a folder; null if there is none. */
  private static @Nullable Earlier latest(Path backups) throws IOException {
    for (Path folder : FileCopy.list(backups).reversed()) {
      if (isBackup(folder)) {
        try {
          return new Earlier(folder, BackupList.read(folder));
        } catch (DataRefusedException damaged) {
          // Nothing is linked to a damaged one.
        }
      }
    }
    return null;
  }

  static boolean isBackup(Path folder) {
    return NAME.matcher(String.valueOf(folder.getFileName())).matches()
        && Files.exists(folder.resolve(BackupList.FILE));
  }

  private static void deleteUnfinished(Path backups) throws IOException {
    for (Path folder : FileCopy.list(backups)) {
      String name = String.valueOf(folder.getFileName());
      if (name.endsWith(UNFINISHED)
          && NAME.matcher(name.substring(0, name.length() - UNFINISHED.length())).matches()) {
        FileCopy.delete(folder);
      }
    }
  }

  /** A disk that is filled to the end may be the store's own, and stop the shop. */
  private void requireRoom(Path backups, @Nullable Earlier earlier) throws IOException {
    long needed = 0;
    for (Path file : FileCopy.list(data.snapshot())) {
      if (same(file, earlier) == null) {
        needed += Files.size(file);
      }
    }
    FileStore disk = Files.getFileStore(backups);
    long left = disk.getUsableSpace() - needed;
    if (left < disk.getTotalSpace() / 50) {
      throw new IOException(
          ("The backup needs %,d bytes more in %s, and the disk would be full with it. Nothing was"
                  + " copied. Delete the oldest folders there, or choose another with --backups.")
              .formatted(needed, backups));
    }
  }

  private void fill(Path folder, @Nullable Earlier earlier) throws IOException {
    Path records = folder.resolve("records");
    Files.createDirectory(records);
    for (Path file : FileCopy.list(data.snapshot())) {
      String name = String.valueOf(file.getFileName());
      Path to = records.resolve(name);
      BackupList.Entry same = same(file, earlier);
      if (same != null && earlier != null && link(earlier.folder().resolve("records"), name, to)) {
        list.add(name, same);
        linked += same.size();
      } else {
        add(name, file, to);
      }
    }
    add(META, data.path().resolve(FolderMeta.FILE), folder.resolve(META));
    Path shards = data.path().resolve(SHARDS);
    if (Files.exists(shards)) {
      add(SHARDS, shards, folder.resolve(SHARDS));
    }
    Durable.sync(records);
    list.write(folder);
    Durable.sync(folder);
  }

  private void add(String name, Path from, Path to) throws IOException {
    BackupList.Entry entry = FileCopy.copy(from, to);
    list.add(name, entry);
    copied += entry.size();
  }

  /**
   * The same file in the backup before; null if there is none. Numbers of files come again after a
   * restore; the time of the last change does not.
   */
  private static BackupList.@Nullable Entry same(Path file, @Nullable Earlier earlier)
      throws IOException {
    String name = String.valueOf(file.getFileName());
    BackupList.Entry entry = earlier == null ? null : earlier.list().get(name);
    if (earlier == null || entry == null || !name.endsWith(SORTED_FILE)) {
      return null;
    }
    Path there = earlier.folder().resolve("records").resolve(name);
    boolean same =
        Files.exists(there)
            && Files.size(there) == entry.size()
            && Files.size(file) == entry.size()
            && Files.getLastModifiedTime(there).equals(Files.getLastModifiedTime(file));
    return same ? entry : null;
  }

  private static boolean link(Path folder, String name, Path to) {
    try {
      Files.createLink(to, folder.resolve(name));
      return true;
    } catch (IOException | UnsupportedOperationException notHere) {
      return false; // a file system without links: copied
    }
  }

  /** The backups in a folder, the latest first. */
  static List<Path> backups(Path folder) throws IOException {
    return FileCopy.list(folder).reversed().stream().filter(Backup::isBackup).toList();
  }
}
