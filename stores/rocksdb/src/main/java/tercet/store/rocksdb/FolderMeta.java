package tercet.store.rocksdb;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What was fixed when a data folder was made: the format, and the number of shards. */
final class FolderMeta {
  static final String FILE = "meta";
  static final String DRAFT = "meta.draft";

  private static final int FORMAT = 1;

  /** Other formats may go on as they like after their first line. */
  private static final Pattern FORM =
      Pattern.compile("tercet rocksdb format (\\d{1,9})\\R(?:shards (\\d{1,9})\\R)?(?s:.*)");

  private FolderMeta() {}

  /**
   * Makes sure that a folder can be served, and writes what is fixed from now on if it is new.
   *
   * @throws StoreRefusedException if it was made for something else
   */
  static void check(Path folder, int shards) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      write(folder, "tercet rocksdb format " + FORMAT + "\nshards " + shards + "\n");
      return;
    }
    Matcher meta = FORM.matcher(Files.readString(file));
    if (!meta.matches()) {
      throw damaged(folder);
    }
    int format = Integer.parseInt(meta.group(1));
    if (format != FORMAT) {
      throw new StoreRefusedException(
          ("The data folder %s has format %d, but this version of Tercet reads format %d."
                  + " Use the version that made it.")
              .formatted(folder, format, FORMAT));
    }
    if (meta.group(2) == null) {
      throw damaged(folder);
    }
    int made = Integer.parseInt(meta.group(2));
    if (made != shards) {
      throw new StoreRefusedException(
          ("The data folder %s was made for %d shards and cannot be served with %d:"
                  + " the number is fixed when a folder is made.")
              .formatted(folder, made, shards));
    }
  }

  private static StoreRefusedException damaged(Path folder) {
    return new StoreRefusedException(
        "The data folder %s is damaged: its file %s cannot be understood.".formatted(folder, FILE));
  }

  /** Once the file has its name it is complete, whatever happens. */
  private static void write(Path folder, String text) throws IOException {
    Path draft = folder.resolve(DRAFT);
    Files.writeString(draft, text);
    sync(draft, StandardOpenOption.WRITE);
    Files.move(draft, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    sync(folder, StandardOpenOption.READ);
  }

  private static void sync(Path path, StandardOpenOption mode) throws IOException {
    try (FileChannel channel = FileChannel.open(path, mode)) {
      channel.force(true);
    }
  }
}
