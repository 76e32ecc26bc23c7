package tercet.store.rocksdb;

import java.nio.file.Path;

/**
 * A backup that was made.
 *
 * @param folder that it is in
 * @param copiedBytes that were written
 * @param linkedBytes that the backup before has, too
 */
public record BackupReport(Path folder, int files, long copiedBytes, long linkedBytes) {}
