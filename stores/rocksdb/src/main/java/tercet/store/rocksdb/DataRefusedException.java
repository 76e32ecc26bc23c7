package tercet.store.rocksdb;

import java.io.IOException;
import java.nio.file.Path;

/** A data folder cannot be served. Nothing in it was changed. */
public final class DataRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message says to a person why, and what to do
   */
  DataRefusedException(String message) {
    super(message);
  }

  /**
   * @param message says to a person why, and what to do
   */
  DataRefusedException(String message, Throwable cause) {
    super(message, cause);
  }

  static DataRefusedException unreadable(Path folder, IOException cause) {
    return new DataRefusedException(
        "The data folder %s cannot be read: %s.".formatted(folder, cause), cause);
  }

  static DataRefusedException damaged(Path folder, Throwable cause) {
    String what = String.valueOf(cause.getMessage());
    return new DataRefusedException(
        ("The data folder %s is damaged: %s './tercet data check --data %s' says which records"
                + " are affected. Put back a backup of the folder, or repair it with --repair.")
            .formatted(folder, what.endsWith(".") ? what : what + ".", folder),
        cause);
  }
}
