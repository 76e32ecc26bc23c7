package tercet.e2e.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tercet.testing.testbed.server.Folders;
import tercet.testing.testbed.server.Shell;

/**
 * The script on a machine without a new Java and without Maven. A copy of it asks for Java 99,
 * which no machine has, and a server within the test has an archive of that name.
 */
@Tag("quick")
@Timeout(120)
final class JavaFetchTest {
  private static final List<String> TOOLS =
      List.of(
          "bash",
          "cat",
          "chmod",
          "dirname",
          "find",
          "gzip",
          "mkdir",
          "mktemp",
          "mv",
          "readlink",
          "rm",
          "sha256sum",
          "tar",
          "tee",
          "touch",
          "tr",
          "uname");

  @TempDir private Path folder = Path.of("");

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Map<String, String> environment = new HashMap<>();
  private HttpServer server = noServer();
  private byte[] archive = {};
  private String checksum = "";
  private double served = 1;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(Folders.canExecute(folder), "programs in the temporary folder cannot be run");
    Path home = ShopProcess.home().resolve("../../..").normalize();
    Path script = folder.resolve("tercet");
    Files.copy(home.resolve("tercet"), script);
    assertTrue(script.toFile().setExecutable(true));
    Path java = folder.resolve("deploy/program/java.sh");
    Files.createDirectories(java.getParent());
    for (String part : List.of("start.sh", "dist.sh")) {
      Files.copy(home.resolve("deploy/program").resolve(part), java.resolveSibling(part));
    }
    String text = Files.readString(home.resolve("deploy/program/java.sh"));
    Files.writeString(java, text.replace("java_release_min=25\n", "java_release_min=99\n"));
    makeArchive();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v3/", exchange -> send(exchange, list(), 1));
    server.createContext("/java.tar.gz", exchange -> send(exchange, archive, served));
    server.start();
    environment.put("TERCET_JAVA_URL", "http://127.0.0.1:" + server.getAddress().getPort());
    environment.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    environment.put("HOME", folder.toString());
  }

  @AfterEach
  void stop() throws IOException {
    server.stop(0);
    Path programs = folder.resolve("programs");
    if (Files.exists(programs)) {
      try (Stream<Path> links = Files.list(programs)) {
        for (Path link : links.toList()) {
          Files.delete(link);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"curl", "wget"})
  void fetchesOnceAndFindsItAgain(String program) throws Exception {
    onlyProgramsWith(program);
    assertEquals(fetched().toString(), lastLine(succeeds("--yes", "java")));
    assertEquals(2, requests.size(), requests::toString);
    assertTrue(requests.getFirst().contains("image_type=jdk"), requests::toString);
    assertEquals(fetched().toString(), lastLine(succeeds("java")));
    assertEquals(2, requests.size(), requests::toString);
    assertEquals(List.of("jdk-99"), cached());
  }

  @Test
  void withoutATerminalNothingIsFetchedUnlessToldSo() throws Exception {
    String said = fails("java");
    assertTrue(said.contains("tercet --yes java"), said);
    assertEquals(List.of(), requests);
    environment.put("TERCET_FETCH_JAVA", "yes");
    succeeds("java");
  }

  @Test
  void archiveWithAnotherChecksumIsRefused() throws Exception {
    checksum = "0".repeat(64);
    String said = fails("--yes", "java");
    assertTrue(said.contains("its SHA-256 is another one"), said);
    assertEquals(List.of(), cached());
  }

  @ParameterizedTest
  @ValueSource(strings = {"curl", "wget"})
  void halfADownloadIsRefused(String program) throws Exception {
    onlyProgramsWith(program);
    served = 0.5;
    String said = fails("--yes", "java");
    assertTrue(said.contains("/java.tar.gz could not be fetched: "), said);
    assertEquals(List.of(), cached());
    served = 1;
    succeeds("--yes", "java");
  }

  @ParameterizedTest
  @ValueSource(strings = {"curl", "wget"})
  void withoutANetworkItSaysWhatToDo(String program) throws Exception {
    onlyProgramsWith(program);
    server.stop(0);
    String said = fails("--yes", "java");
    assertTrue(said.contains("could not be fetched: "), said);
    assertTrue(said.contains("set JAVA_HOME"), said);
    assertEquals(List.of(), cached());
  }

  @Test
  void buildsByTheWrapperWhereNoMavenIsInstalled() throws Exception {
    onlyProgramsWith("curl");
    Path wrapper = folder.resolve("mvnw");
    Files.writeString(wrapper, "#!/bin/sh\necho \"$@\" >>\"$HOME/wrapped\"\nexit 3\n");
    assertTrue(wrapper.toFile().setExecutable(true));
    String said = fails("--yes", "build");
    assertTrue(said.contains("its wrapper could not fetch one"), said);
    assertEquals("--version\n", Files.readString(folder.resolve("wrapped")));
    Files.writeString(wrapper, "#!/bin/sh\necho \"$@\" >>\"$HOME/wrapped\"\n");
    Shell.run(folder, environment, List.of(folder.resolve("tercet").toString(), "build"));
    assertTrue(Files.readString(folder.resolve("wrapped")).contains(" package\n"));
  }

  @Test
  void wrapperNamesAChecksumAndHasNoJar() throws Exception {
    Path home = ShopProcess.home().resolve("../../..").normalize();
    Path settings = home.resolve(".mvn/wrapper/maven-wrapper.properties");
    String text = Files.readString(settings);
    assertTrue(text.lines().anyMatch(line -> line.matches("distributionSha256Sum=[0-9a-f]{64}")));
    assertTrue(text.contains("distributionType=only-script"), text);
    assertTrue(Files.isExecutable(home.resolve("mvnw")));
    assertFalse(Files.exists(settings.resolveSibling("maven-wrapper.jar")));
  }

  private String succeeds(String... words) {
    Shell.Result ended = run(words);
    assertEquals(0, ended.status(), ended::output);
    return ended.output();
  }

  private String fails(String... words) {
    Shell.Result ended = run(words);
    assertNotEquals(0, ended.status(), ended::output);
    return ended.output();
  }

  private Shell.Result run(String... words) {
    String script = folder.resolve("tercet").toString();
    return Shell.run(
        folder, environment, Stream.concat(Stream.of(script), Stream.of(words)).toList());
  }

  private Path fetched() {
    return folder.resolve("cache/tercet/java/jdk-99");
  }

  private List<String> cached() throws IOException {
    Path cache = fetched().getParent();
    if (!Files.exists(cache)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(cache)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static String lastLine(String text) {
    return text.lines().reduce("", (first, second) -> second);
  }

  /** A search path on which only {@code program} fetches, and no Maven lies. */
  private void onlyProgramsWith(String program) throws IOException {
    Path programs = Files.createDirectory(folder.resolve("programs"));
    for (String name : Stream.concat(TOOLS.stream(), Stream.of(program)).toList()) {
      String found = Shell.run(List.of("bash", "-c", "command -v " + name)).output().strip();
      assumeFalse(found.isEmpty(), () -> "there is no program " + name);
      Files.createSymbolicLink(programs.resolve(name), Path.of(found));
    }
    environment.put("PATH", programs.toString());
  }

  private void makeArchive() throws Exception {
    Path made = folder.resolve("made");
    Files.createDirectories(made.resolve("jdk-99/bin"));
    for (String program : List.of("java", "javac", "jar")) {
      Path file = made.resolve("jdk-99/bin").resolve(program);
      Files.writeString(file, "#!/bin/sh\n");
      assertTrue(file.toFile().setExecutable(true));
    }
    Files.writeString(made.resolve("jdk-99/release"), "JAVA_VERSION=\"99.0.1\"\n");
    Path file = folder.resolve("java.tar.gz");
    Shell.Result packed =
        Shell.run(made, Map.of(), List.of("tar", "-czf", file.toString(), "jdk-99"));
    assertEquals(0, packed.status(), packed::output);
    archive = Files.readAllBytes(file);
    checksum = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(archive));
  }

  /** In the form of Temurin's interface: an installer with another checksum lies beside it. */
  private byte[] list() {
    String link = environment.get("TERCET_JAVA_URL") + "/java.tar.gz";
    return """
    [
      {
        "binary": {
          "architecture": "x64",
          "installer": {
            "checksum": "%s",
            "link": "http://127.0.0.1:1/java.pkg"
          },
          "package": {
            "checksum": "%s",
            "link": "%s",
            "name": "java.tar.gz",
            "size": %d
          }
        },
        "release_name": "jdk-99"
      }
    ]
    """
        .formatted("1".repeat(64), checksum, link, archive.length)
        .getBytes(UTF_8);
  }

  private void send(HttpExchange exchange, byte[] body, double part) throws IOException {
    try (exchange) {
      requests.add(exchange.getRequestURI().toString());
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body, 0, (int) (body.length * part));
    }
  }

  private static HttpServer noServer() {
    try {
      return HttpServer.create();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
