package tercet.store.rocksdb;

import java.io.IOException;
import java.nio.file.Path;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.RocksDB;

/** The native code of RocksDB. */
final class NativeLibrary {
  private NativeLibrary() {}

  /**
   * Unpacks the library and loads it, unless this process has it already.
   *
   * @param folder where it is unpacked, over what a killed process left there; in the system's
   *     folder for temporary files every killed process would leave a copy
   * @throws DataRefusedException if it cannot be unpacked or does not run on this machine
   */
  static void load(Path folder) {
    try {
      NativeLibraryLoader.getInstance().loadLibrary(folder.toAbsolutePath().toString());
      RocksDB.loadLibrary();
    } catch (IOException | RuntimeException | UnsatisfiedLinkError e) {
      throw new DataRefusedException(
          "The native library of RocksDB cannot be loaded from %s: %s."
              .formatted(folder, e.getMessage()),
          e);
    }
  }
}
