package tercet.store.rocksdb;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import tercet.testing.testbed.server.JavaProcess;

/** Another process that has a data folder open. */
final class OtherProcess {
  private OtherProcess() {}

  /** Holds a folder until it is killed; writes a byte when it does. */
  static Process start(Path folder) throws IOException {
    return JavaProcess.of(OtherProcess.class, List.of(folder.toString())).start();
  }

  public static void main(String[] arguments) {
    RocksDbStore store =
        RocksDbStore.open(
            Path.of(arguments[0]), 16, RocksDbSettings.defaults(), InstantSource.system());
    System.out.println(store.statistics());
    while (true) {
      LockSupport.park();
    }
  }
}
