package tercet.testing.testbed.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Signs certificates of servers and nodes in a test, by {@code openssl}. */
public final class CertificateAuthority {
  private static final Path PROGRAM = Path.of("/usr/bin/openssl");

  private static final List<String> NEW_KEY =
      List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes");

  private final Path folder;
  private final String name;

  private CertificateAuthority(Path folder, String name) {
    this.folder = folder;
    this.name = name;
  }

  /**
   * Installs {@code openssl} if it is missing and this process may.
   *
   * @param progress hears of long steps
   */
  public static void requireOpenssl(Consumer<String> progress) {
    if (!Files.isExecutable(PROGRAM)) {
      DebianPackages.install(progress, "openssl");
    }
  }

  /**
   * Makes one.
   *
   * @param folder for its files
   * @param name of its files and in its certificate
   */
  public static CertificateAuthority make(Path folder, String name) {
    requireOpenssl(System.out::println);
    CertificateAuthority authority = new CertificateAuthority(folder, name);
    List<String> command = new ArrayList<>(List.of("openssl", "req", "-x509", "-days", "2"));
    command.addAll(NEW_KEY);
    command.addAll(List.of("-subj", "/CN=" + name, "-keyout", name + ".key", "-out"));
    command.add(name + ".pem");
    authority.run(command);
    return authority;
  }

  /**
   * A certificate with its key, as PEM files.
   *
   * @param certificate readable by all
   * @param key readable by this user
   */
  public record Signed(Path certificate, Path key) {}

  /** Its own certificate, which those trust who trust it. */
  public Path certificate() {
    return folder.resolve(name + ".pem");
  }

  /**
   * Signs a certificate for a host.
   *
   * @param file name of the files, without an ending
   * @param hosts as in {@code DNS:localhost,IP:127.0.0.1}
   */
  public Signed sign(String file, String hosts) {
    return sign(file, hosts, 2);
  }

  /** The same, for a certificate that ends at once. */
  public Signed signExpiring(String file, String hosts) {
    return sign(file, hosts, 0);
  }

  private Signed sign(String file, String hosts, int days) {
    List<String> request = new ArrayList<>(List.of("openssl", "req"));
    request.addAll(NEW_KEY);
    request.addAll(List.of("-subj", "/CN=" + file, "-addext", "subjectAltName=" + hosts));
    request.addAll(List.of("-keyout", file + ".key", "-out", file + ".csr"));
    run(request);
    List<String> sign = new ArrayList<>(List.of("openssl", "x509", "-req", "-in", file + ".csr"));
    sign.addAll(List.of("-CA", name + ".pem", "-CAkey", name + ".key", "-CAcreateserial"));
    sign.addAll(List.of("-copy_extensions", "copy", "-days", Integer.toString(days)));
    sign.addAll(List.of("-out", file + ".pem"));
    run(sign);
    return new Signed(folder.resolve(file + ".pem"), folder.resolve(file + ".key"));
  }

  private void run(List<String> command) {
    Shell.require(folder, Map.of(), command);
  }
}
