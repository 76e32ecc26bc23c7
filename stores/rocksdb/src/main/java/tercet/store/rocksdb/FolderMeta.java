package tercet.store.rocksdb;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values that were fixed when a data folder was made: the format, and the number of shards. */
final class FolderMeta {
  static final String FILE = "meta";
  static final String DRAFT = "meta.draft";

  private static final int FORMAT = 1;

  /** A line that says that the database was made: from then on it must be there. */
  private static final String MADE = "database made\n";

  /** Other formats may go on as they like after their first line. */
  private static final Pattern FORM =
      Pattern.compile("tercet rocksdb format (\\d{1,9})\\R(?:shards (\\d{1,9})\\R)?(?s:.*)");

  private FolderMeta() {}

  /**
   * Makes sure that a folder can be served, and writes the fixed values if it is new.
   *
   * @throws DataRefusedException if it was made for something else
   */
  static void check(Path folder, int shards) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      write(folder, "tercet rocksdb format " + FORMAT + "\nshards " + shards + "\n");
      return;
    }
    Matcher meta = FORM.matcher(text(folder, file));
    if (!meta.matches()) {
      throw damaged(folder);
    }
    int format = Integer.parseInt(meta.group(1));
    if (format != FORMAT) {
      throw new DataRefusedException(
          ("The data folder %s has format %d, but this version of Tercet reads format %d."
                  + " Use the version that made it.")
              .formatted(folder, format, FORMAT));
    }
    if (meta.group(2) == null) {
      throw damaged(folder);
    }
    int made = Integer.parseInt(meta.group(2));
    if (made != shards) {
      throw new DataRefusedException(
          ("The data folder %s was made for %d shards and cannot be served with %d:"
                  + " the number is fixed when a folder is made.")
              .formatted(folder, made, shards));
    }
  }

  /**
   * The number of shards that a folder was made for.
   *
   * @throws DataRefusedException if it is no data folder, or its meta file is damaged
   */
  static int shards(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      throw new DataRefusedException("The folder %s holds no data of Tercet.".formatted(folder));
    }
    Matcher meta = FORM.matcher(text(folder, file));
    if (!meta.matches() || meta.group(2) == null) {
      throw damaged(folder);
    }
    return Integer.parseInt(meta.group(2));
  }

  /** True if the folder is known to have held a database. */
  static boolean saysDatabaseMade(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    return Files.exists(file) && text(folder, file).contains(MADE);
  }

  /** Remembers that there is a database. */
  static void noteDatabaseMade(Path folder) throws IOException {
    if (!saysDatabaseMade(folder)) {
      write(folder, Files.readString(folder.resolve(FILE)) + MADE);
    }
  }

  private static String text(Path folder, Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw damaged(folder);
    }
  }

  private static DataRefusedException damaged(Path folder) {
    return new DataRefusedException(
        ("The data folder %s is damaged: its file %s cannot be read. Nothing was changed."
                + " Put back a backup of the folder.")
            .formatted(folder, FILE));
  }

  /** The file has its name only when it is complete. */
  private static void write(Path folder, String text) throws IOException {
    Path draft = folder.resolve(DRAFT);
    Files.writeString(draft, text);
    Durable.sync(draft);
    Files.move(draft, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    Durable.sync(folder);
  }
}
