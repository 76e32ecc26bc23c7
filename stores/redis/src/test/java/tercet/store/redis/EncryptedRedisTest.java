package tercet.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tercet.driver.redis.RedisAddress;
import tercet.kernel.balance.Account;
import tercet.kernel.id.Amount;
import tercet.kernel.id.Key;
import tercet.kernel.id.Service;
import tercet.kernel.id.Shards;
import tercet.kernel.id.UserId;
import tercet.runtime.store.Commit;
import tercet.testing.testbed.server.Ports;
import tercet.testing.testbed.server.RedisServer;
import tercet.testing.testbed.server.Shell;

/** A server with TLS and with a user who has a password and may use the names of the shop only. */
@Tag("quick")
@Timeout(120)
final class EncryptedRedisTest {
  private static final String STORE_PASSWORD = "for-the-test";
  private static final String SECRET = "opensesame-0815";
  private static final Key KEY =
      Key.balance(new UserId("u"), new Shards(2).of(Service.PAYMENT).getFirst());

  @TempDir private static Path folder = Path.of("");
  private static int port;
  private static @Nullable RedisServer server;

  @BeforeAll
  static void start() throws Exception {
    certificate();
    port = Ports.free();
    server =
        RedisServer.start(
            System.out::println,
            List.of(
                "--tls-port",
                Integer.toString(port),
                "--tls-cert-file",
                file("server.crt").toString(),
                "--tls-key-file",
                file("server.key").toString(),
                "--tls-ca-cert-file",
                file("server.crt").toString(),
                "--tls-auth-clients",
                "no"));
    String[] user = {"acl", "setuser", "shop", "on", ">" + SECRET, "~tercet{*", "&*", "+@all"};
    assertTrue(server.process().cli(user).contains("OK"));
    assertTrue(server.process().cli("acl", "setuser", "default", "resetpass").contains("OK"));
    Files.writeString(file("password"), SECRET + "\n");
    Files.writeString(file("wrong"), "friend-of-all-77\n");
  }

  @AfterAll
  static void end() {
    RedisServer started = server;
    if (started != null) {
      started.close();
    }
  }

  /** Signed by itself, so it is its own certificate of a signer. For 127.0.0.1 only. */
  private static void certificate() throws IOException, GeneralSecurityException {
    Path keys = file("keys.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Shell.Result made =
        Shell.run(
            List.of(
                keytool,
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=redis.test",
                "-ext",
                "san=ip:127.0.0.1",
                "-keystore",
                keys.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                STORE_PASSWORD));
    assertEquals(0, made.status(), made::output);
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream bytes = Files.newInputStream(keys)) {
      store.load(bytes, STORE_PASSWORD.toCharArray());
    }
    byte[] key =
        Objects.requireNonNull(store.getKey("server", STORE_PASSWORD.toCharArray())).getEncoded();
    pem("server.key", "PRIVATE KEY", key);
    pem("server.crt", "CERTIFICATE", store.getCertificate("server").getEncoded());
  }

  private static void pem(String name, String kind, byte[] bytes) throws IOException {
    String text = Base64.getMimeEncoder(64, "\n".getBytes(UTF_8)).encodeToString(bytes);
    Files.writeString(
        file(name), "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, text, kind));
  }

  private static Path file(String name) {
    return folder.resolve(name);
  }

  private static RedisSettings settings(String host, String password, @Nullable Path ca) {
    return RedisSettings.of(
            RedisAddress.parse("rediss://shop@%s:%d".formatted(host, port)), "tercet", 0)
        .withPassword("", file(password))
        .withCaFile(ca);
  }

  private static RedisStore open(RedisSettings settings) {
    return RedisStore.open(settings, 2, InstantSource.system());
  }

  private static String refusal(RedisSettings settings) {
    RuntimeException refused = assertThrows(RuntimeException.class, () -> open(settings).close());
    StringBuilder all = new StringBuilder();
    for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
      all.append(cause).append('\n');
    }
    return all.toString();
  }

  @Test
  void commitsTravelEncryptedToAServerWhoseSignerIsGiven() {
    try (RedisStore store = open(settings("127.0.0.1", "password", file("server.crt")))) {
      store.commit(
          Set.of(KEY), view -> new Commit<>(Map.of(KEY, new Account(new Amount(7), 1)), true));
    }
    try (RedisStore store = open(settings("127.0.0.1", "password", file("server.crt")))) {
      Account expected = new Account(new Amount(7), 1);
      boolean same =
          store.commit(Set.of(KEY), view -> new Commit<>(Map.of(), expected.equals(view.get(KEY))));
      assertTrue(same);
    }
  }

  @Test
  void serverThatAnotherHasSignedIsRefused() {
    String refused = refusal(settings("127.0.0.1", "password", null));
    assertTrue(refused.contains("certification path") || refused.contains("PKIX"), refused);
  }

  @Test
  void serverOfAnotherNameIsRefused() {
    String refused = refusal(settings("localhost", "password", file("server.crt")));
    assertTrue(refused.contains("localhost"), refused);
  }

  @Test
  void wrongPasswordIsRefusedAndNotTold() {
    String refused = refusal(settings("127.0.0.1", "wrong", file("server.crt")));
    assertTrue(refused.contains("WRONGPASS"), refused);
    assertFalse(refused.contains("friend-of-all-77"), refused);
  }

  @Test
  void fileWithoutCertificatesIsRefusedByItsName() throws IOException {
    Path none = Files.writeString(file("none.pem"), "nothing\n");
    assertTrue(refusal(settings("127.0.0.1", "password", none)).contains("none.pem has no cert"));
    assertTrue(
        refusal(settings("127.0.0.1", "password", file("missing.pem"))).contains("missing.pem"));
  }
}
