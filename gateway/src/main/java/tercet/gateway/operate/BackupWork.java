package tercet.gateway.operate;

import java.io.IOException;

/** Backs up the records of this node, while it serves. Blocks for as long as it takes. */
@FunctionalInterface
public interface BackupWork {
  /**
   * A backup that was made.
   *
   * @param folder on the machine of this node
   * @param copiedBytes that were written
   * @param linkedBytes that the backup before has, too
   */
  record Made(String folder, int files, long copiedBytes, long linkedBytes) {}

  /**
   * Makes one.
   *
   * @throws IOException with a sentence if it cannot be made
   * @throws UnsupportedOperationException with a sentence if the node has no files to copy
   */
  Made make() throws IOException;
}
