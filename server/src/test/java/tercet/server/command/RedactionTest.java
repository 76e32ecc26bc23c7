package tercet.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** A planted secret is printed by nothing. */
final class RedactionTest {
  private static final String PLANTED = "planted-5ecret";

  @TempDir private Path data = Path.of("");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "the database is jdbc:postgresql://…, not postgres://tercet:planted-5ecret@db:5432/shop",
        "jdbc:postgresql://db/shop?user=a&password=planted-5ecret&ssl=true failed",
        "PGPASSWORD=planted-5ecret is set",
        "TERCET_CLUSTER_SECRET=planted-5ecret",
        "Unknown option: '--postgres-passwort-token=planted-5ecret'",
        "ran tercet run --postgres-password planted-5ecret --port 1",
        "sent Authorization: Bearer planted-5ecret"
      })
  void whatLooksLikeASecretIsHidden(String text) {
    String clean = Redaction.of(text);
    assertFalse(clean.contains(PLANTED), clean);
    assertTrue(clean.contains("(hidden)"), clean);
  }

  @Test
  void otherTextIsLeftAlone() {
    for (String text :
        List.of(
            "The shop is open at http://127.0.0.1:8000, health and metrics at http://0.0.0.0:1.",
            "Node order-1 at 127.0.0.1:7400 is suspected to be gone: no answer within 500 ms",
            "The cluster secret needs at least 16 visible ASCII characters, without spaces.",
            "--postgres-password-file /run/shop/file is not there")) {
      assertEquals(text, Redaction.of(text));
    }
  }

  @Test
  void learntSecretIsHiddenWhereverItStands() {
    Redaction.learn("--postgres-url", "jdbc:postgresql://db/shop?password=le%40rnt-value");
    assertEquals("unknown host (hidden)", Redaction.of("unknown host le%40rnt-value"));
    assertEquals("no role (hidden)", Redaction.of("no role le@rnt-value"));
  }

  /** The mistakes that users make first. */
  @Test
  void failedStartsDoNotPrintThePassword() {
    for (List<String> options :
        List.of(
            List.of("--postgres-url=postgres://tercet:" + PLANTED + "@127.0.0.1:1/shop"),
            List.of("--postgres-url=jdbc:postgresql://tercet:" + PLANTED + "@127.0.0.1:1/shop"),
            List.of("--postgres-url=jdbc:postgresql://127.0.0.1:1/shop?password=" + PLANTED),
            List.of(
                "--postgres-url=jdbc:postgresql://127.0.0.1:1/shop",
                "--postgres-password=" + PLANTED),
            List.of("--postgres-passwords=" + PLANTED))) {
      String[] arguments = arguments(options);
      StringWriter said = new StringWriter();
      CommandLine commandLine = Commands.ofServer();
      commandLine.setErr(new PrintWriter(said));
      int status = commandLine.execute(arguments);
      assertTrue(status != 0, said::toString);
      assertFalse(said.toString().isEmpty());
      assertFalse(said.toString().contains(PLANTED), said::toString);
    }
  }

  private String[] arguments(List<String> options) {
    List<String> all = new ArrayList<>(List.of("run", "--store=postgres"));
    all.addAll(List.of("--data=" + data, "--port=0", "--admin-port=0"));
    all.addAll(options);
    return all.toArray(String[]::new);
  }

  @Test
  void logLinesAndTheirCausesAreClean() {
    LogRecord event = new LogRecord(Level.SEVERE, "no connection to //a:" + PLANTED + "@db");
    event.setThrown(
        new IllegalStateException(
            "password=" + PLANTED, new IllegalArgumentException("secret=" + PLANTED)));
    String line = new Logging.Line().format(event);
    assertFalse(line.contains(PLANTED), line);
  }

  @Test
  void secretOnTheCommandLineIsNoticed() {
    assertTrue(Redaction.isIn("--postgres-password=" + PLANTED));
    assertTrue(Redaction.isIn("--postgres-url=jdbc:postgresql://h/d?password=" + PLANTED));
    assertFalse(Redaction.isIn("--postgres-password-file=/run/password"));
    assertFalse(Redaction.isIn("--postgres-url=jdbc:postgresql://h/d"));
    assertTrue(Redaction.isIn(List.of("run", "--redis-password", PLANTED)));
    assertTrue(Redaction.isIn(List.of("run", "--redis-url", "redis://a:" + PLANTED + "@b")));
    assertFalse(
        Redaction.isIn(
            List.of("--tokens-file", "t", "--cluster-secret-file", "s", "--without-tokens")));
  }

  @Test
  void nameOfAFileAndAnswerToAQuestionAreNoSecrets() {
    Redaction.learn("TERCET_CLUSTER_SECRET_FILE", "/secrets/of-the-cluster");
    Redaction.learn("TERCET_TOKENS_FILE", "/secrets/of-clients");
    Redaction.learn("TERCET_WITHOUT_TOKENS", "true");
    String line = "It is true that /secrets/of-the-cluster and /secrets/of-clients are missing.";
    assertEquals(line, Redaction.of(line));
  }
}
