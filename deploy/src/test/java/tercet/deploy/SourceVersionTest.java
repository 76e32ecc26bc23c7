package tercet.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tercet.testing.testbed.server.Shell;

/** The version that {@code dist.sh} reads from git, in a repository of the test. */
@Tag("quick")
final class SourceVersionTest {
  private static final Path SCRIPT = Path.of("program/dist.sh").toAbsolutePath();

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void start() {
    assumeTrue(
        Shell.run(List.of("sh", "-c", "command -v git")).status() == 0, "there is no program git");
    git("init", "--quiet");
    Places.write(folder.resolve("source"), "1");
    Places.write(folder.resolve(".gitignore"), "target/\n");
    git("add", ".");
    commit("2026-11-28T01:05:59+0200");
  }

  @Test
  void withoutATagItIsTheMinuteOfTheCommit() {
    assertEquals("0.0.0+202611272305.g" + name(), version());
  }

  @Test
  void packageOfALaterCommitIsNewer() {
    assumeTrue(Shell.run(List.of("sh", "-c", "command -v dpkg")).status() == 0, "there is no dpkg");
    String first = version();
    for (int minute = 6; minute < 12; minute++) {
      commit("2026-11-27T23:%02d:00Z".formatted(minute));
      String second = version();
      assertEquals(
          0,
          Shell.run(List.of("dpkg", "--compare-versions", first, "lt", second)).status(),
          () -> second);
      first = second;
    }
  }

  @Test
  void countsCommitsAfterATag() {
    git("tag", "v1.2.0-rc.1");
    assertEquals("1.2.0-rc.1", version());
    commit("2026-11-28T02:00:00Z");
    assertEquals("1.2.0-rc.1+1.g" + name(), version());
  }

  @Test
  void whatIsNotCommittedMakesItDirty() throws Exception {
    Places.write(folder.resolve("target/built"), "");
    String clean = version();
    assertEquals("0.0.0+202611272305.g" + name(), clean);
    Path file = folder.resolve("new/source");
    Places.write(file, "");
    git("config", "status.showUntrackedFiles", "no");
    assertEquals(clean + ".dirty", version());
    Files.delete(file);
    assertEquals(clean, version());
    Places.write(folder.resolve("source"), "2");
    assertEquals(clean + ".dirty", version());
    git("tag", "v1.2.0");
    assertEquals("1.2.0+dirty", version());
    git("commit", "--quiet", "--allow-empty", "--message=a change");
    assertEquals("1.2.0+1.g" + name() + ".dirty", version());
  }

  private String version() {
    String script = "set -euo pipefail; root=$1; source \"$0\"; source_version";
    return succeeds(
        Map.of("TZ", "Asia/Tokyo"),
        List.of("bash", "-c", script, SCRIPT.toString(), folder.toString()));
  }

  private String name() {
    return git("rev-parse", "--short=12", "HEAD");
  }

  private void commit(String time) {
    succeeds(
        Map.of("GIT_COMMITTER_DATE", time),
        command("commit", "--quiet", "--allow-empty", "--message=a change"));
  }

  private String git(String... words) {
    return succeeds(Map.of(), command(words));
  }

  private static List<String> command(String... words) {
    List<String> command =
        new ArrayList<>(List.of("git", "-c", "user.name=test", "-c", "user.email=test@localhost"));
    command.addAll(List.of("-c", "commit.gpgsign=false", "-c", "tag.gpgsign=false"));
    command.addAll(List.of(words));
    return command;
  }

  private String succeeds(Map<String, String> environment, List<String> command) {
    Shell.Result ended = Shell.run(folder, environment, command);
    assertEquals(0, ended.status(), ended::output);
    return ended.output().strip();
  }
}
