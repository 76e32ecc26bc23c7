package tercet.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tercet.testing.testbed.server.Folders;
import tercet.testing.testbed.server.Shell;

/**
 * The maintainer scripts of the package, called by dpkg itself in a folder that it takes for the
 * machine. In place of systemd there is a program that keeps the state of the unit in a file.
 */
@Tag("quick")
final class DebianPackageTest {
  private static final Path SOURCES = Path.of("debian");

  private static final String SYSTEMCTL =
      """
      #!/bin/sh
      echo "$*" >>"$CALLS"
      case $1 in
        show) cat "$STATE" ;;
        is-enabled) test -L "$WANTED" ;;
        start) echo active >"$STATE" ;;
        stop)
          if [ -e "$STATE.stuck" ]; then exit 1; fi
          if [ "$(cat "$STATE")" != failed ]; then echo inactive >"$STATE"; fi
          ;;
      esac
      """;

  @TempDir private Path folder = Path.of("");

  @Test
  void unitLeavesAllOptionsToTheFile() {
    String unit = Places.read(SOURCES.resolve("tercet.service"));
    List<String> variables =
        Pattern.compile("\\bTERCET_\\w+(?==)")
            .matcher(unit)
            .results()
            .map(MatchResult::group)
            .toList();
    assertEquals(List.of("TERCET_CONFIG"), variables);
    // The default of "data" is below it.
    assertTrue(unit.contains("\nWorkingDirectory=/var/lib/tercet\n"), unit);
  }

  @Test
  void firstInstallationStartsNothing() throws Exception {
    install();
    assertEquals("inactive", state());
    assertFalse(calls().contains("start tercet.service"), calls());
  }

  @ParameterizedTest
  @CsvSource({
    "active, false, active",
    "activating, true, active",
    "reloading, true, active",
    "failed, true, active",
    "failed, false, failed",
    "inactive, true, inactive"
  })
  void upgradeStartsAgainWhatShouldRun(String state, boolean enabled, String after)
      throws Exception {
    install();
    become(state, enabled);
    dpkg(0, "-i", tercet("2", ""));
    assertEquals("2", version());
    assertLeft(after, enabled);
    assertTrue(calls().contains("stop tercet.service"), calls());
  }

  @ParameterizedTest
  @CsvSource({
    "active, false, active",
    "activating, true, active",
    "failed, true, active",
    "inactive, true, inactive"
  })
  void failedUpgradeLeavesItRunning(String state, boolean enabled, String after) throws Exception {
    install();
    become(state, enabled);
    dpkg(1, "-i", tercet("2", "exit 1"));
    assertEquals("1", version());
    assertLeft(after, enabled);
    assertTrue(calls().contains("stop tercet.service"), calls());
  }

  @Test
  void unitThatDoesNotStopIsNotRemoved() throws Exception {
    install();
    become("active", true);
    Files.writeString(folder.resolve("state.stuck"), "");
    dpkg(1, "-r", "tercet");
    assertEquals("1", version());
    assertLeft("active", true);
    dpkg(1, "-i", tercet("2", ""));
    assertEquals("1", version());
    assertLeft("active", true);
  }

  /** Another package makes dpkg deconfigure or remove this one, and then cannot be installed. */
  @ParameterizedTest
  @CsvSource({"Breaks: tercet, abort-deconfigure", "Conflicts: tercet, abort-remove"})
  void failureOfAnotherPackageLeavesItRunning(String relation, String call) throws Exception {
    install();
    become("active", true);
    String more = relation + "\nProvides: tercet\nReplaces: tercet";
    String other = build("other", "1", more, "exit 1", List.of());
    String said = dpkg(1, "--auto-deconfigure", "--debug=2", "-i", other);
    assertTrue(said.contains("postinst ( " + call), said);
    assertEquals("1", version());
    assertLeft("active", true);
    assertTrue(calls().contains("stop tercet.service"), calls());
  }

  @Test
  void removalStopsAndPurgeKeepsTheData() throws Exception {
    install();
    become("activating", true);
    Path data = Files.createDirectories(root().resolve("var/lib/tercet/data"));
    Path cache = Files.createDirectories(root().resolve("var/cache/tercet/java"));
    dpkg(0, "-r", "tercet");
    assertLeft("inactive", false);
    assertTrue(Files.exists(cache));
    dpkg(0, "-P", "tercet");
    assertFalse(Files.exists(cache.getParent()));
    assertTrue(Files.exists(data));
    assertFalse(Files.exists(root().resolve("etc/tercet")));
  }

  private void install() throws IOException {
    assumeTrue(
        Shell.run(List.of("sh", "-c", "command -v dpkg-deb && command -v dpkg")).status() == 0,
        "there is no program dpkg");
    assumeTrue(Folders.canExecute(folder), "programs in the temporary folder cannot be run");
    for (String place : List.of("info", "updates")) {
      Files.createDirectories(root().resolve("var/lib/dpkg").resolve(place));
    }
    Files.writeString(root().resolve("var/lib/dpkg/status"), "");
    Files.createDirectories(root().resolve("run/systemd/system"));
    Files.createDirectories(wanted().getParent());
    program("systemctl", SYSTEMCTL);
    for (String name : List.of("systemd-sysusers", "chown", "runuser")) {
      program(name, "#!/bin/sh\n");
    }
    Files.writeString(folder.resolve("state"), "inactive\n");
    dpkg(0, "-i", tercet("1", ""));
    assertEquals("1", version());
  }

  private void program(String name, String text) throws IOException {
    Path file = folder.resolve("programs").resolve(name);
    Places.write(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Puts the unit into a state, and forgets what was called until now. */
  private void become(String state, boolean enabled) throws IOException {
    Files.writeString(folder.resolve("state"), state + "\n");
    if (enabled) {
      Path unit = Path.of("/usr/lib/systemd/system/tercet.service");
      Files.createSymbolicLink(wanted(), unit);
    }
    Files.delete(folder.resolve("calls"));
  }

  private void assertLeft(String state, boolean enabled) {
    assertEquals(state, state());
    assertEquals(enabled, Files.isSymbolicLink(wanted()));
    assertFalse(Files.exists(root().resolve("run/tercet-upgrade")));
  }

  private String state() {
    return Places.read(folder.resolve("state")).strip();
  }

  private String calls() {
    return Places.read(folder.resolve("calls"));
  }

  /** Of the package, if it is wholly installed. */
  private String version() {
    List<String> query =
        List.of(
            "dpkg-query",
            "--admindir=" + root().resolve("var/lib/dpkg"),
            "-Wf${db:Status-Abbrev}${Version}",
            "tercet");
    return Shell.run(query).output().replaceFirst("^.i ", "");
  }

  private Path root() {
    return folder.resolve("root");
  }

  private Path wanted() {
    return root().resolve("etc/systemd/system/multi-user.target.wants/tercet.service");
  }

  private String dpkg(int status, String... words) {
    List<String> command = new ArrayList<>(List.of("dpkg", "--root=" + root()));
    command.add("--log=" + folder.resolve("dpkg.log"));
    // Without a change of the root folder, which would hide the shell from the scripts.
    command.add("--force-script-chrootless,not-root,bad-path,depends");
    command.addAll(List.of(words));
    Map<String, String> environment =
        Map.of(
            "PATH", folder.resolve("programs") + ":" + System.getenv("PATH"),
            "STATE", folder.resolve("state").toString(),
            "WANTED", wanted().toString(),
            "CALLS", folder.resolve("calls").toString());
    Shell.Result ended = Shell.run(folder, environment, command);
    assertEquals(status, ended.status(), ended::output);
    return ended.output();
  }

  /** The package without its program. */
  private String tercet(String version, String before) throws IOException {
    return build("tercet", version, "", before, List.of("postinst", "postrm", "prerm"));
  }

  /**
   * Builds a package.
   *
   * @param more lines for its description
   * @param before what it does before it is unpacked
   */
  private String build(
      String name, String version, String more, String before, List<String> scripts)
      throws IOException {
    Path tree = folder.resolve(name + "-" + version);
    String control =
        """
        Package: %s
        Version: %s
        Architecture: all
        Maintainer: A test <test@localhost>
        Description: of a test
        %s
        """
            .formatted(name, version, more);
    Places.write(tree.resolve("DEBIAN/control"), control.strip() + "\n");
    Places.write(tree.resolve("etc").resolve(name).resolve("settings"), "");
    Places.write(tree.resolve("DEBIAN/preinst"), "#!/bin/sh\n" + before + "\n");
    for (String script : scripts) {
      Files.copy(SOURCES.resolve(script), tree.resolve("DEBIAN").resolve(script));
    }
    assertEquals(0, Shell.run(tree, Map.of(), List.of("sh", "-c", "chmod 755 DEBIAN/p*")).status());
    String file = folder.resolve(name + "-" + version + ".deb").toString();
    Shell.Result built = Shell.run(List.of("dpkg-deb", "-Znone", "-b", tree.toString(), file));
    assertEquals(0, built.status(), built::output);
    return file;
  }
}
