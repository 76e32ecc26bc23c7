package tercet.e2e.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tercet.testing.testbed.server.Folders;
import tercet.testing.testbed.server.Health;
import tercet.testing.testbed.server.ServerProcess;
import tercet.testing.testbed.server.Shell;
import tercet.testing.testbed.server.TimeBound;
import tercet.testing.verifier.shop.ItemId;
import tercet.testing.verifier.shop.OrderId;
import tercet.testing.verifier.shop.ShopClient;
import tercet.testing.verifier.shop.UserId;

/**
 * The archive and the Debian package of {@code ./tercet dist}: the same commit gives the same
 * bytes, and the program in them needs no Maven, no sources and no write access to its own folder.
 */
@Tag("slow")
@Timeout(300)
final class DistTest {
  /** All that the script in the archive uses. */
  private static final List<String> TOOLS =
      List.of("bash", "dirname", "readlink", "setpriv", "uname");

  private static final boolean HAS_DPKG = has("dpkg-deb");

  private static final String JAVA = System.getProperty("java.home");
  private static final Path SOURCES = ShopProcess.home().resolve("../../..").normalize();
  private static final Duration PATIENCE = TimeBound.of(Duration.ofSeconds(60));

  @TempDir private static Path folder = Path.of("");

  private static Path archive = Path.of("");
  private static Path home = Path.of("");
  private static Path link = Path.of("");

  /** Of another user than the one who unpacks, where this test may choose it. */
  private static List<String> command = List.of();

  @BeforeAll
  static void makeAndUnpack() throws Exception {
    String sources = SOURCES.toString();
    assumeTrue(
        Shell.run(List.of("bash", "-c", "git -C \"$0\" describe --always", sources)).status() == 0,
        "the version comes from git, which does not know this folder");
    assumeTrue(Folders.canExecute(folder), "programs in the temporary folder cannot be run");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    archive = make(folder.resolve("made"), "umask 022");
    Path place = Files.createDirectory(folder.resolve("a place"));
    succeeds(place, "tar", "-xzf", archive.toString());
    try (Stream<Path> unpacked = Files.list(place)) {
      home = unpacked.findFirst().orElseThrow();
    }
    succeeds(place, "chmod", "-R", "a-w", home.toString());
    Path programs = Files.createDirectory(folder.resolve("programs"));
    for (String name : TOOLS) {
      String found = Shell.run(List.of("bash", "-c", "command -v " + name)).output().strip();
      if (!found.isEmpty()) {
        Files.createSymbolicLink(programs.resolve(name), Path.of(found));
      }
    }
    link = Files.createSymbolicLink(programs.resolve("tercet"), home.resolve("tercet"));
    command = commandOfAnotherUser(programs);
  }

  private static List<String> commandOfAnotherUser(Path programs) {
    List<String> words = new ArrayList<>(List.of("env", "-i", "PATH=" + programs));
    words.add("JAVA_HOME=" + JAVA);
    words.add("HOME=" + folder.resolve("no home"));
    words.add("TERCET_CONFIG=" + home.resolve("examples/tercet.properties"));
    if (System.getProperty("user.name").equals("root") && Files.exists(setpriv(programs))) {
      List<String> other = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
      // The folder of this Java, or of temporary files, may be for root alone.
      String asks = "\"$0/bin/java\" -version && cd \"$1\"";
      List<String> asked = List.of("sh", "-c", asks, JAVA, folder.toString());
      if (Shell.run(Stream.concat(other.stream(), asked.stream()).toList()).status() == 0) {
        words.addAll(other);
      }
    }
    words.add(link.toString());
    return words;
  }

  private static Path setpriv(Path programs) {
    return programs.resolve("setpriv");
  }

  @AfterAll
  static void removeLinks() throws IOException {
    if (link.getParent() == null) {
      return; // nothing was made
    }
    try (Stream<Path> links = Files.list(link.getParent())) {
      for (Path program : links.toList()) {
        Files.delete(program);
      }
    }
    Shell.run(List.of("chmod", "-R", "u+w", home.toString()));
  }

  @Test
  void sameCommitGivesTheSameBytes() throws Exception {
    Path again = make(folder.resolve("made again"), "umask 077; export TZ=Asia/Tokyo LC_ALL=C");
    assertEquals(-1, Files.mismatch(archive, again));
    assertEquals(archive.getFileName(), again.getFileName());
    Path made = folder.resolve("made");
    succeeds(made, "sha256sum", "--check", archive + ".sha256");
    if (HAS_DPKG) {
      Path deb = only(made, ".deb");
      assertEquals(-1, Files.mismatch(deb, only(folder.resolve("made again"), ".deb")));
      succeeds(made, "sha256sum", "--check", deb + ".sha256");
    }
  }

  @Test
  void packageHasTheProgramAndAUnit() throws Exception {
    assumeTrue(HAS_DPKG, "there is no program dpkg-deb");
    Path root = folder.resolve("root");
    succeeds(folder, "dpkg-deb", "-x", only(folder.resolve("made"), ".deb").toString(), "root");
    String version = Files.readString(home.resolve("VERSION")).strip();
    Path program = root.resolve("usr/bin/tercet");
    Map<String, String> java = Map.of("JAVA_HOME", JAVA);
    Shell.Result said = Shell.run(folder, java, List.of(program.toString(), "--version"));
    assertEquals("tercet " + version + "\n", said.output());
    Files.delete(program);
    assertEquals(
        Files.readString(home.resolve("examples/tercet.properties")),
        Files.readString(root.resolve("etc/tercet/tercet.properties")));
    assertTrue(Files.exists(root.resolve("usr/lib/sysusers.d/tercet.conf")));
    Path unit = root.resolve("usr/lib/systemd/system/tercet.service");
    String text = Files.readString(unit);
    assertTrue(text.contains("\nExecStart=/usr/bin/tercet run\n"), text);
    // A word of a unit has no spaces.
    String checked = text.replace("=/usr/bin/tercet run\n", "=/bin/true\n");
    assumeFalse(
        complaints(unit, checked.replace("\nUser=", "\nUzer=")).isEmpty(),
        "systemd-analyze is not there, or does not work here");
    assertEquals(List.of(), complaints(unit, checked));
  }

  /** The lines of systemd about this unit; it also speaks of others, on which this one depends. */
  private static List<String> complaints(Path unit, String text) throws IOException {
    Files.writeString(unit, text);
    String script = "systemd-analyze verify --man=no \"$0\"";
    String said = Shell.run(List.of("bash", "-c", script, unit.toString())).output();
    return said.lines().filter(line -> line.contains(unit.getFileName().toString())).toList();
  }

  @Test
  void anotherUserRunsItThroughALinkWithoutMaven() throws Exception {
    String version = Files.readString(home.resolve("VERSION")).strip();
    assertEquals(home.getFileName().toString(), "tercet-" + version);
    assertEquals("tercet " + version + "\n", Shell.run(words("--version")).output());
    Path work = Files.createDirectory(folder.resolve("work"));
    Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxrwxrwx"));
    ShopProcess.Ports ports = ShopProcess.Ports.free();
    ServerProcess shop =
        ServerProcess.start(
            work,
            folder.resolve("shop.log"),
            Map.of(),
            words("run", "--port=" + ports.shop(), "--admin-port=" + ports.admin(), "--drain=0s"));
    try (ShopClient client = new ShopClient(ports.uri())) {
      shop.await(
          "the shop starts", PATIENCE, () -> Health.isWell(ready(ports), Duration.ofSeconds(5)));
      buy(client);
      assertEquals(0, shop.stop(), shop::log);
    } finally {
      shop.kill();
    }
    assertTrue(Files.isDirectory(work.resolve("data/records")));
  }

  private static URI ready(ShopProcess.Ports ports) {
    return URI.create("http://127.0.0.1:" + ports.admin() + "/health/ready");
  }

  private static void buy(ShopClient client) {
    UserId user = client.createUser().value();
    ItemId item = client.createItem(5).value();
    client.addStock(item, 10).value();
    client.addFunds(user, 100).value();
    OrderId order = client.createOrder(user).value();
    client.addItem(order, item, 2).value();
    client.checkout(order).value();
    assertEquals(90, client.findUser(user).value().credit());
  }

  @Test
  void commandOfTheSourcesIsRefused() {
    Shell.Result ended = Shell.run(words("build"));
    assertNotEquals(0, ended.status());
    assertTrue(ended.output().contains("'build' is a command of the sources"), ended::output);
  }

  @Test
  void namesNoFolderOfTheMachineThatBuiltIt() throws Exception {
    List<String> own = List.of(System.getProperty("user.home") + "/.m2/", SOURCES + "/");
    int jars = 0;
    try (Stream<Path> files = Files.walk(home.resolve("lib"))) {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().matches("tercet-.*[.]jar")) {
          jars++;
          String text = contents(file);
          own.forEach(place -> assertFalse(text.contains(place), () -> file + ": " + place));
        }
      }
    }
    assertTrue(jars > 10, "only %d jars".formatted(jars));
  }

  private static String contents(Path jar) throws IOException {
    StringBuilder text = new StringBuilder();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        text.append(new String(zip.getInputStream(entry).readAllBytes(), ISO_8859_1));
      }
    }
    return text.toString();
  }

  private static Path make(Path output, String before) throws IOException {
    String deb = HAS_DPKG ? "--deb" : "";
    String script = before + "; exec \"$0\" dist-as-built " + deb + " --output \"$1\"";
    Map<String, String> java = Map.of("JAVA_HOME", JAVA);
    Shell.Result ended =
        Shell.run(
            folder,
            java,
            List.of("bash", "-c", script, SOURCES.resolve("tercet").toString(), output.toString()));
    assertEquals(0, ended.status(), ended::output);
    return only(output, ".tar.gz");
  }

  private static Path only(Path place, String ending) throws IOException {
    try (Stream<Path> files = Files.list(place)) {
      return files.filter(file -> file.toString().endsWith(ending)).findFirst().orElseThrow();
    }
  }

  private static boolean has(String program) {
    return Shell.run(List.of("bash", "-c", "command -v " + program)).status() == 0;
  }

  private static List<String> words(String... more) {
    return Stream.concat(command.stream(), Stream.of(more)).toList();
  }

  private static void succeeds(Path where, String... words) {
    Shell.Result ended = Shell.run(where, Map.of(), List.of(words));
    assertEquals(0, ended.status(), ended::output);
  }
}
