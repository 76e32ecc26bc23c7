package tercet.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tercet.testing.testbed.server.Shell;
import tercet.testing.verifier.shop.ShopClient;

/** {@code tercet cluster} starts a cluster in the background, and leaves nothing of it behind. */
@Tag("slow")
@Timeout(300)
final class ClusterCommandTest {
  private static final Pattern ADDRESS = Pattern.compile("up at (http://\\S+)");
  private static final Pattern PID = Pattern.compile("pid (\\d+)");

  /** Instead of the folder of temporary files, so that a person's clusters are left alone. */
  @TempDir private Path temporary = Path.of("");

  /** Servers have accounts of their own. */
  @BeforeEach
  void letOthersPass() throws IOException {
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx--x--x"));
  }

  @AfterEach
  void endAll() throws Exception {
    tercet("down", "--all");
  }

  private Shell.Result tercet(String... words) {
    List<String> command = new ArrayList<>(ShopProcess.toolsCommand());
    command.add(1, "-Djava.io.tmpdir=" + temporary);
    command.add("cluster");
    command.addAll(List.of(words));
    return Shell.run(command);
  }

  private static void assertSays(int status, String words, Shell.Result ran) {
    assertTrue(ran.output().contains(words), ran::output);
    assertEquals(status, ran.status(), ran::output);
  }

  @Test
  void whatIsUpSellsAndIsGoneWhenItIsDown() throws Exception {
    assertSays(0, "No cluster is up.", tercet("status"));
    Shell.Result up = tercet("up", "rocksdb-3", "--protocol", "saga");
    assertSays(0, "payment-1", up);
    sell(address(up));
    Shell.Result status = tercet("status");
    assertEquals(3, count("ready ", status.output()), status::output);
    List<Long> processes = processes(status);
    assertSays(2, "is up already", tercet("up", "rocksdb-3"));
    ProcessHandle.of(processes.getFirst()).ifPresent(ProcessHandle::destroyForcibly);
    assertSays(0, "dead", tercet("status"));
    assertSays(2, "have stores of their own", tercet("scale", "rocksdb-3", "stock=2"));
    assertSays(0, "rocksdb-3 is down.", tercet("down", "rocksdb-3"));
    assertNothingLeft(processes);
  }

  @Test
  void nothingIsLeftAlsoWhenTheSupervisorWasKilled() throws Exception {
    Shell.Result up = tercet("up", "two-phase-commit", "--nodes", "1");
    assertSays(0, "up at", up);
    Shell.Result scaled = tercet("scale", "two-phase-commit", "stock=2", "payment=2");
    assertSays(0, "payment-2", scaled);
    List<Long> processes = processes(scaled);
    ProcessHandle supervisor = supervisorOf(processes.getLast());
    assertTrue(supervisor.destroyForcibly());
    supervisor.onExit().join();
    assertSays(0, "its supervisor was killed", tercet("status"));
    assertTrue(isAlive(processes.getLast()), "a node has ended with its supervisor: prove nothing");
    assertSays(0, "two-phase-commit is down.", tercet("down", "--all"));
    assertNothingLeft(processes);
  }

  @Test
  void whatCannotBeDoneIsSaidInASentence() throws Exception {
    assertSays(2, "there is no cluster 'nope'; there are postgres, ", tercet("up", "nope"));
    assertSays(2, "the cluster postgres is not up; none is up", tercet("down", "postgres"));
    assertSays(2, "name the cluster to end, or use --all", tercet("down"));
    assertSays(2, "the cluster postgres is not up", tercet("scale", "postgres", "stock=2"));
    assertSays(2, "a number of nodes is 1 to 16", tercet("scale", "postgres", "stock=99"));
    assertSays(2, "--nodes is 1 to 16, not 0", tercet("up", "rocksdb-3", "--nodes", "0"));
  }

  private static URI address(Shell.Result up) {
    Matcher found = ADDRESS.matcher(up.output());
    assertTrue(found.find(), up::output);
    return URI.create(found.group(1));
  }

  private static void sell(URI shop) {
    try (ShopClient client = new ShopClient(shop)) {
      client.initItems(10, 10, 1).value();
      client.initUsers(10, 10).value();
      client.initOrders(10, 10, 10, 1).value();
    }
  }

  private static int count(String words, String text) {
    return text.split(words, -1).length - 1;
  }

  private static List<Long> processes(Shell.Result ran) {
    return PID.matcher(ran.output()).results().map(found -> Long.valueOf(found.group(1))).toList();
  }

  private static ProcessHandle supervisorOf(long member) {
    return ProcessHandle.of(member).flatMap(ProcessHandle::parent).orElseThrow();
  }

  private void assertNothingLeft(List<Long> processes) throws IOException {
    assertFalse(processes.isEmpty());
    for (long process : processes) {
      assertFalse(isAlive(process), () -> "process " + process + " is left");
    }
    try (var files = Files.list(temporary)) {
      List<Path> ours =
          files.filter(file -> !file.getFileName().toString().startsWith("hsperfdata")).toList();
      assertEquals(List.of(), ours);
    }
  }

  /** A process that has ended stays listed until its parent reads its exit status. */
  private static boolean isAlive(long process) {
    Optional<ProcessHandle> handle = ProcessHandle.of(process);
    try {
      String stat = Files.readString(Path.of("/proc/" + process + "/stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException e) {
      return handle.isPresent();
    }
  }
}
