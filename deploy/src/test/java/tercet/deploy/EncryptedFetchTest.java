package tercet.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tercet.testing.testbed.server.Shell;

/** {@code java.sh} fetches from an encrypted address, which leads it elsewhere. */
@Tag("quick")
final class EncryptedFetchTest {
  private static final byte[] ARCHIVE = "an archive".getBytes(UTF_8);
  private static final String PASSWORD = "password";

  @TempDir private static Path keys = Path.of("");

  @TempDir private Path folder = Path.of("");

  private HttpServer plain = server(HttpServer::create);
  private HttpServer encrypted = plain;

  /** A new key, and its certificate in a file that the programs trust. */
  @BeforeAll
  static void makeKey() {
    keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=127.0.0.1", "-ext", "san=ip:127.0.0.1");
    keytool("-exportcert", "-rfc", "-file", "trusted.pem");
  }

  private static void keytool(String... words) {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/keytool");
    command.addAll(List.of(words));
    command.addAll(List.of("-alias", "server", "-keystore", "keys.p12", "-storepass", PASSWORD));
    Shell.Result ended = Shell.run(keys, Map.of(), command);
    assertEquals(0, ended.status(), ended::output);
  }

  @BeforeEach
  void start() throws Exception {
    SSLContext context = context();
    encrypted =
        server((address, backlog) -> {
          HttpsServer server = HttpsServer.create(address, backlog);
          server.setHttpsConfigurator(new HttpsConfigurator(context));
          return server;
        });
    for (HttpServer server : List.of(plain, encrypted)) {
      server.createContext("/list", exchange -> send(exchange, list(at(encrypted, "/archive"))));
      server.createContext("/archive", exchange -> send(exchange, ARCHIVE));
      server.start();
    }
  }

  @AfterEach
  void stop() {
    plain.stop(0);
    encrypted.stop(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"curl", "wget"})
  void encryptedRedirectionIsFollowed(String program) throws Exception {
    redirect("/v3/", at(encrypted, "/list"));
    Shell.Result ended = fetchBy(program);
    assertEquals(0, ended.status(), ended::output);
    assertEquals(-1, Files.mismatch(folder.resolve("java.tar.gz"), write("wanted", ARCHIVE)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"curl", "wget"})
  void listByPlainHttpIsRefused(String program) throws Exception {
    redirect("/v3/", at(plain, "/list"));
    assertRefused(fetchBy(program));
  }

  @ParameterizedTest
  @CsvSource({"curl, http", "wget, http", "wget, HTTP"})
  void archiveByPlainHttpIsRefused(String program, String scheme) throws Exception {
    redirect("/v3/", at(encrypted, "/list"));
    encrypted.removeContext("/archive");
    redirect("/archive", at(plain, "/archive").replace("http", scheme));
    assertRefused(fetchBy(program));
  }

  @ParameterizedTest
  @ValueSource(strings = {"curl", "wget"})
  void linkOfPlainHttpIsRefused(String program) throws Exception {
    encrypted.createContext("/v3/", exchange -> send(exchange, list(at(plain, "/archive"))));
    assertRefused(fetchBy(program));
  }

  @ParameterizedTest
  @ValueSource(strings = {"curl", "wget"})
  void failureIsSaidWithoutHeaders(String program) throws Exception {
    redirect("/v3/", at(encrypted, "/missing"));
    Shell.Result ended = fetchBy(program);
    assertNotEquals(0, ended.status());
    assertTrue(ended.output().contains("404"), ended::output);
    assertFalse(ended.output().contains("Location"), ended::output);
  }

  private static void assertRefused(Shell.Result ended) {
    assertNotEquals(0, ended.status(), ended::output);
    // curl says it in its own words.
    assertTrue(
        ended.output().matches("(?s).*(which is not encrypted|Protocol \"http\" (?=.*disabled)).*"),
        ended::output);
  }

  private Shell.Result fetchBy(String program) throws IOException {
    Path programs = Files.createDirectory(folder.resolve("programs"));
    for (String name : List.of("bash", "sha256sum", "tr", program)) {
      String found = Shell.run(List.of("sh", "-c", "command -v " + name)).output().strip();
      assumeFalse(found.isEmpty(), () -> "there is no program " + name);
      Files.createSymbolicLink(programs.resolve(name), Path.of(found));
    }
    Path trusted = keys.resolve("trusted.pem");
    Path settings = write("wgetrc", ("ca_certificate = " + trusted + "\n").getBytes(UTF_8));
    Map<String, String> environment =
        Map.of(
            "PATH", programs.toString(),
            "HOME", folder.toString(),
            "TERCET_JAVA_URL", at(encrypted, ""),
            "CURL_CA_BUNDLE", trusted.toString(),
            "WGETRC", settings.toString(),
            "no_proxy", "127.0.0.1");
    String script = "set -euo pipefail; source \"$0\"; download_java platform=any \"$1\"";
    Path java = Path.of("program/java.sh").toAbsolutePath();
    String bash = programs.resolve("bash").toString();
    List<String> command = List.of(bash, "-c", script, java.toString(), folder.toString());
    try {
      return Shell.run(folder, environment, command);
    } finally {
      for (String name : List.of("bash", "sha256sum", "tr", program)) {
        Files.delete(programs.resolve(name));
      }
    }
  }

  private void redirect(String from, String to) {
    encrypted.createContext(
        from,
        exchange -> {
          exchange.getResponseHeaders().add("Location", to);
          exchange.sendResponseHeaders(302, -1);
        });
  }

  private static String at(HttpServer server, String path) {
    String scheme = server instanceof HttpsServer ? "https" : "http";
    return "%s://127.0.0.1:%d%s".formatted(scheme, server.getAddress().getPort(), path);
  }

  private static byte[] list(String link) {
    try {
      byte[] checksum = MessageDigest.getInstance("SHA-256").digest(ARCHIVE);
      return "[{\"package\": {\"checksum\": \"%s\", \"link\": \"%s\"}}]"
          .formatted(HexFormat.of().formatHex(checksum), link)
          .getBytes(UTF_8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void send(HttpExchange exchange, byte[] body) throws IOException {
    exchange.sendResponseHeaders(200, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  private static SSLContext context() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys.resolve("keys.p12"))) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  /** Makes a server. */
  private interface Maker {
    HttpServer make(InetSocketAddress address, int backlog) throws IOException;
  }

  private static HttpServer server(Maker maker) {
    try {
      return maker.make(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
