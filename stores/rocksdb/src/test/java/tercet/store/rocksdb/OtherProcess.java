package tercet.store.rocksdb;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Another process with the same classes. */
final class OtherProcess {
  private OtherProcess() {}

  /** What is to be run, without output redirected. */
  static ProcessBuilder of(Class<?> main, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  /** Holds a folder until it is killed; writes a byte when it does. */
  static Process start(Path folder) throws IOException {
    return of(OtherProcess.class, folder.toString()).start();
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
