package tercet.store.rocksdb;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The folder in which a store keeps its data, claimed by one process at a time.
 *
 * <pre>
 * lock        held by the process that serves the folder
 * meta        what was fixed when it was made, as text
 * records/    the database
 * incoming/   files that a checkpoint is writing
 * snapshot/   links to files that a backup copies
 * native/     the native library of the running process
 * </pre>
 */
final class DataFolder implements AutoCloseable {
  private static final String LOCK = "lock";
  private static final int NAMES_TOLD_MAX = 3;

  /** The files that a folder without a store may hold, such as those of the file system. */
  private static final Set<String> EMPTY_MAY_HOLD = Set.of(LOCK, FolderMeta.DRAFT, "lost+found");

  /**
   * Folders that this process holds. The lock does not protect against one's own process: closing
   * the file anywhere in it gives the lock away.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final Path realPath;
  private final FileChannel lock;

  private DataFolder(Path path, Path realPath, FileChannel lock) {
    this.path = path;
    this.realPath = realPath;
    this.lock = lock;
  }

  /**
   * Claims a folder, and makes it if there is none.
   *
   * @throws DataRefusedException if it cannot be served
   */
  static DataFolder claim(Path path, int shards) {
    try {
      makeFolder(path);
      refuseForeign(path);
      DataFolder folder = lock(path);
      try {
        FolderMeta.check(path, shards);
        folder.makeSubfolders();
        return folder;
      } catch (IOException | DataRefusedException e) {
        folder.close();
        throw e;
      }
    } catch (IOException e) {
      throw new DataRefusedException(
          "The data folder %s cannot be used: %s.".formatted(path, reason(e)), e);
    }
  }

  private static void makeFolder(Path path) throws IOException {
    try {
      createPrivate(path);
    } catch (FileAlreadyExistsException e) {
      throw new DataRefusedException(
          "The data folder %s cannot be used: it is no folder.".formatted(path), e);
    }
    if (!Files.isWritable(path)) {
      throw new DataRefusedException(
          "The data folder %s cannot be used: this process may not write there.".formatted(path));
    }
  }

  /** A new folder is for its owner only: it holds what customers bought. */
  static void createPrivate(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return;
    }
    Path parent = path.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createDirectory(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectory(path);
    }
  }

  private static void refuseForeign(Path path) throws IOException {
    if (Files.exists(path.resolve(FolderMeta.FILE))) {
      return;
    }
    List<String> names =
        FileCopy.list(path).stream()
            .map(entry -> String.valueOf(entry.getFileName()))
            .filter(name -> !EMPTY_MAY_HOLD.contains(name))
            .sorted()
            .limit(NAMES_TOLD_MAX)
            .toList();
    if (!names.isEmpty()) {
      throw new DataRefusedException(
          "The folder %s was not made by Tercet, and it is not empty (%s). Name an empty one."
              .formatted(path, String.join(", ", names)));
    }
  }

  private static DataFolder lock(Path path) throws IOException {
    Path realPath = path.toRealPath();
    if (!HELD.add(realPath)) {
      throw inUse(path);
    }
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        throw inUse(path);
      }
      return new DataFolder(path, realPath, channel);
    } catch (IOException | DataRefusedException e) {
      HELD.remove(realPath);
      if (channel != null) {
        channel.close();
      }
      throw e;
    }
  }

  private static DataRefusedException inUse(Path path) {
    return new DataRefusedException(
        "The data folder %s is in use by another process. Stop that one, or name another folder."
            .formatted(path));
  }

  private void makeSubfolders() throws IOException {
    Files.createDirectories(nativeLibrary());
    Files.createDirectories(incoming());
    for (Path leftOver : FileCopy.list(incoming())) {
      Files.delete(leftOver);
    }
    FileCopy.delete(snapshot());
  }

  private static String reason(IOException e) {
    return e instanceof FileSystemException failed && failed.getReason() != null
        ? failed.getReason()
        : e.toString();
  }

  /** Verifies the files that RocksDB reads at its start. */
  LogsCheck checkLogs() throws IOException {
    return LogsCheck.of(records(), FolderMeta.saysDatabaseMade(path));
  }

  /** From now on a folder without a database is refused. */
  void noteDatabaseMade() throws IOException {
    FolderMeta.noteDatabaseMade(path);
  }

  Path path() {
    return path;
  }

  Path records() {
    return path.resolve("records");
  }

  /** Where damaged files are kept; another one each second. */
  Path aside() {
    return AcceptedLoss.aside(path);
  }

  Path incoming() {
    return path.resolve("incoming");
  }

  /** Links to the files that a backup copies. */
  Path snapshot() {
    return path.resolve("snapshot");
  }

  Path nativeLibrary() {
    return path.resolve("native");
  }

  /** Lets another process claim it. */
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      // The lock goes with the process at the latest.
    }
    HELD.remove(realPath);
  }
}
