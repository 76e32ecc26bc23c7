package tercet.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tercet.runtime.tls.TlsIdentity;
import tercet.testing.testbed.server.Await;
import tercet.testing.testbed.server.CertificateAuthority;
import tercet.testing.testbed.server.Shell;

/** TLS everywhere, with the certificates that the commands in {@code docs/operate/tls.md} make. */
@Tag("slow")
@Timeout(240)
final class EncryptedClusterTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Pattern COMMANDS = Pattern.compile("(?s)```sh\n(.*?)```");

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void makeCertificates() throws IOException {
    CertificateAuthority.requireOpenssl(System.out::println);
    Path page = ShopProcess.home().resolve("../../../docs/operate/tls.md");
    List<String> blocks =
        COMMANDS.matcher(Files.readString(page)).results().map(EncryptedClusterTest::body).toList();
    assertEquals(2, blocks.size(), "one for the ports, one for the nodes");
    for (String block : blocks) {
      Shell.Result made = Shell.run(folder, Map.of(), List.of("sh", "-ec", block));
      assertEquals(0, made.status(), made::output);
    }
  }

  private static String body(MatchResult found) {
    return found.group(1);
  }

  @Test
  void clusterIsRightOverTlsAndTakesANewCertificate() throws Exception {
    Path file = folder.resolve("cluster.properties");
    Files.writeString(
        file,
        """
        shards = 4
        stores = own
        node.front.address = 127.0.0.1:%d
        node.front.roles = gateway
        node.shop-1.address = 127.0.0.1:%d
        node.shop-1.roles = order, stock, payment
        """
            .formatted(ShopProcess.freePort(), ShopProcess.freePort()));
    ShopProcess.Ports ports = ShopProcess.Ports.free();
    ShopProcess.Ports others = ShopProcess.Ports.free();
    try (ShopProcess shop = node(others, file, "shop-1");
        ShopProcess front = node(ports, file, "front")) {
      String admin = "https://localhost:" + ports.admin();
      Await.until(
          () -> "not up:\n" + front.output() + shop.output(),
          PATIENCE,
          () -> isUp(admin + "/health/ready"));
      tool("verify", "--url=https://localhost:" + ports.shop(), "--buyers=100", "--orders=200");
      tool("transactions", "list", "--admin=https://localhost:" + others.admin());
      tool("audit", "--admin=https://localhost:" + others.admin(), "--pause=100ms");
      Shell.Result unknown =
          Shell.run(command("verify", "--url=https://localhost:" + ports.shop()));
      assertEquals(2, unknown.status(), unknown::output);
      assertTrue(unknown.output().contains("--ca-file"), unknown::output);
      showsHowLongItsCertificatesLast(admin, "ports");
      showsHowLongItsCertificatesLast(admin, "node");
      takesANewCertificate(ports, front);
    }
  }

  private ShopProcess node(ShopProcess.Ports ports, Path file, String name) {
    return ShopProcess.launch(
        ports,
        folder.resolve("data-" + name),
        List.of("env", "-u", "TERCET_CLUSTER_SECRET"),
        "--cluster=" + file,
        "--node=" + name,
        "--node-tls-certificate-file=" + folder.resolve(name + ".pem"),
        "--node-tls-key-file=" + folder.resolve(name + ".key"),
        "--node-tls-ca-file=" + folder.resolve("nodes-ca.pem"),
        "--tls-certificate-file=" + folder.resolve("shop.pem"),
        "--tls-key-file=" + folder.resolve("shop.key"));
  }

  /** The commands make them for a year. */
  private void showsHowLongItsCertificatesLast(String admin, String use) {
    HttpResponse<String> metrics = get(admin + "/metrics", "ca.pem");
    assertNotNull(metrics);
    Matcher shown =
        Pattern.compile("tercet_certificate_seconds_left\\{use=\"" + use + "\"} (\\S+)")
            .matcher(metrics.body());
    assertTrue(shown.find(), metrics::body);
    double days = Double.parseDouble(shown.group(1)) / Duration.ofDays(1).toSeconds();
    assertTrue(days > 364 && days < 366, shown.group());
  }

  /** The next certificate is of the nodes' authority, which no client of the ports knows yet. */
  private void takesANewCertificate(ShopProcess.Ports ports, ShopProcess front) throws IOException {
    String address = "https://127.0.0.1:%d/openapi.json".formatted(ports.shop());
    assertEquals(200, status(address, "ca.pem"));
    for (String end : List.of("key", "pem")) {
      Path next = Files.copy(folder.resolve("front." + end), folder.resolve("next." + end));
      Files.move(next, folder.resolve("shop." + end), StandardCopyOption.ATOMIC_MOVE);
    }
    Await.until(front::output, PATIENCE, () -> status(address, "nodes-ca.pem") == 200);
    assertEquals(0, status(address, "ca.pem"));
  }

  @Test
  void nodeWithAKeyOfAnotherCertificateDoesNotStart() throws IOException {
    Path data = folder.resolve("data");
    try (ShopProcess wrong =
        ShopProcess.launch(
            ShopProcess.Ports.free(),
            data,
            List.of(),
            "--tls-certificate-file=" + folder.resolve("shop.pem"),
            "--tls-key-file=" + folder.resolve("front.key"))) {
      assertEquals(1, wrong.awaitEnd(), wrong::output);
      assertTrue(wrong.output().contains("does not belong to the certificate"), wrong::output);
      assertTrue(wrong.output().contains("front.key"), wrong::output);
    }
  }

  private List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(ShopProcess.toolsCommand());
    command.addAll(List.of(arguments));
    return command;
  }

  private void tool(String... arguments) {
    List<String> command = command(arguments);
    command.add("--ca-file=" + folder.resolve("ca.pem"));
    Shell.Result result = Shell.run(command);
    assertEquals(0, result.status(), result::output);
  }

  private boolean isUp(String address) {
    HttpResponse<String> answer = get(address, "ca.pem");
    return answer != null && answer.body().contains("\"status\":\"up\"");
  }

  /** The status of an answer; 0 without one, such as from a server that is not trusted. */
  private int status(String address, String authority) {
    HttpResponse<String> answer = get(address, authority);
    return answer == null ? 0 : answer.statusCode();
  }

  private @Nullable HttpResponse<String> get(String address, String authority) {
    try (HttpClient client =
        HttpClient.newBuilder()
            .sslContext(TlsIdentity.trusting(Files.readString(folder.resolve(authority))))
            .build()) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException failed) {
      return null;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return null;
    }
  }
}
