package tercet.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

final class ConfigurationSourcesTest {
  @TempDir private Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private Path file = Path.of("");

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("shop.properties");
    environment.put("TERCET_CONFIG", file.toString());
  }

  @Command(name = "run")
  static final class Options {
    @Option(names = "--admin-port")
    private int adminPort = 8001;
  }

  @Test
  void commandLineWinsOverEnvironmentOverFileOverDefault() throws IOException {
    Files.writeString(file, "");
    assertEquals(8001, adminPort());
    Files.writeString(file, "# ours\nadmin-port = 7\n");
    assertEquals(7, adminPort());
    environment.put("TERCET_ADMIN_PORT", "8");
    assertEquals(8, adminPort());
    assertEquals(9, adminPort("--admin-port=9"));
  }

  @Test
  void whatIsWrongInTheFileIsSaidWithItsLine() throws IOException {
    assertRefused(", line 1: there is no option 'admin-prot'", "admin-prot = 1");
    assertRefused(
        ", line 2: 'admin-port' has a value already; remove one", "admin-port = 1\nadmin-port = 2");
    assertRefused(", line 1: 'admin-port' is not of the form key = value", "admin-port");
  }

  @Test
  void fileThatIsNamedMustBeThere() {
    ParameterException refused = assertThrows(ParameterException.class, this::adminPort);
    assertEquals(
        "the configuration file %s cannot be read: java.nio.file.NoSuchFileException: %s"
            .formatted(file, file),
        refused.getMessage());
  }

  @Test
  void variableOfNoEffectIsRefusedWithTheNameThatWasMeant() {
    environment.put("TERCET_ADMIN_PROT", "1");
    CommandSpec command = CommandSpec.forAnnotatedObject(new Options());
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> ConfigurationSources.checkVariables(environment, command));
    String sentence = String.valueOf(refused.getMessage());
    assertTrue(sentence.contains("TERCET_ADMIN_PROT"), sentence);
    assertTrue(sentence.contains("did you mean TERCET_ADMIN_PORT?"), sentence);
    environment.remove("TERCET_ADMIN_PROT");
    environment.put("TERCET_CLUSTER_SECRET", "s");
    environment.put("OTHER_VARIABLE", "s");
    ConfigurationSources.checkVariables(environment, command);
  }

  private void assertRefused(String message, String text) throws IOException {
    Files.writeString(file, text);
    ParameterException refused = assertThrows(ParameterException.class, this::adminPort);
    assertEquals("the configuration file " + file + message, refused.getMessage());
  }

  private int adminPort(String... arguments) {
    Options options = new Options();
    new CommandLine(options)
        .setDefaultValueProvider(new ConfigurationSources(environment))
        .parseArgs(arguments);
    return options.adminPort;
  }
}
