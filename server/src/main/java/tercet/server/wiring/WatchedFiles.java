package tercet.server.wiring;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tercet.gateway.Access;
import tercet.gateway.access.Tokens;
import tercet.server.config.AccessChoice;
import tercet.server.config.ClusterConfig;
import tercet.server.config.TransportChoice;

/** The files with secrets and hashes of them, which may change while the process runs. */
final class WatchedFiles implements AutoCloseable {
  private final List<FileWatch> watches = new ArrayList<>();

  /**
   * Reads the tokens, if there are some.
   *
   * @throws IOException with a sentence for the operator if the file is wrong
   */
  Access access(AccessChoice choice) throws IOException {
    Access access = Access.open();
    Path file = choice.tokensFile();
    if (file != null) {
      watches.add(FileWatch.start("tokens", file, text -> access.change(Tokens.parse(text))));
    }
    return access;
  }

  /**
   * Watches the file with the secret of the cluster, if there is one.
   *
   * @param membership null without a cluster
   * @throws IOException with a sentence for the operator if the file is wrong
   */
  void secret(@Nullable ClusterConfig membership) throws IOException {
    if (membership != null && membership.transport() instanceof TransportChoice.Direct direct) {
      Path file = direct.secretFile();
      if (file != null) {
        watches.add(FileWatch.start("cluster secret", file, direct.secret()::change));
      }
    }
  }

  @Override
  public void close() {
    watches.forEach(FileWatch::close);
  }
}
