package tercet.server.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tercet.runtime.tls.TlsIdentity;

/** The option of commands that call a shop by HTTPS. */
public final class AuthorityOption {
  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description =
          "Certificates of the authorities that may have signed for an https address, as PEM."
              + " Without it those that Java trusts.")
  private @Nullable Path file;

  /**
   * Sets the default of this process, so that all its clients trust the same.
   *
   * @throws IOException with a sentence if the file cannot be used
   */
  public void trust() throws IOException {
    Path given = file;
    if (given == null) {
      return;
    }
    try {
      SSLContext.setDefault(TlsIdentity.trusting(Files.readString(given)));
    } catch (IOException | IllegalArgumentException wrong) {
      throw new IOException(
          "The file %s (--ca-file) cannot be used: %s".formatted(given, wrong.getMessage()), wrong);
    }
  }
}
