package tercet.e2e.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tercet.e2e.process.Outputs.assertSays;
import static tercet.e2e.process.Outputs.found;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tercet.runtime.codec.EnvelopeBatch;
import tercet.testing.testbed.server.Await;
import tercet.testing.testbed.server.Shell;
import tercet.testing.verifier.shop.OrderId;
import tercet.testing.verifier.shop.ShopClient;

/**
 * All that an operator may find in the morning, one after the other, in a shop of three nodes that
 * sells meanwhile: a dead participant, a full disk, damaged records, a secret that must change.
 * Each is found and mended by the commands of {@code docs/operate}, and the books fit at the end.
 */
@Tag("slow")
@Timeout(300)
final class OperatorsMorningTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int RECORDS = 20_000;
  private static final int SOME = 50;

  /** A damaged block has dozens of users. */
  private static final int STEP = 8;

  private static final List<String> NAMES = List.of("order", "stock", "payment");
  private static final String DAMAGED_READS = "tercet_store_damaged_reads_total{store=\"rocksdb\"}";
  private static final Pattern MADE = Pattern.compile("(?m)^(\\S+) has \\d+ files: ");
  private static final Pattern TOO_MUCH =
      Pattern.compile("User (\\S+) has a credit of .*: (\\d+) too much");

  @TempDir private Path folder = Path.of("");

  private final Map<String, ShopProcess.Ports> ports = new HashMap<>();
  private final Map<String, Integer> nodePorts = new HashMap<>();
  private final Map<String, ShopProcess> nodes = new HashMap<>();
  private final Set<OrderId> acknowledged = ConcurrentHashMap.newKeySet();
  private @Nullable SmallDisk disk;

  @AfterEach
  void endAll() {
    nodes.values().forEach(ShopProcess::close);
    SmallDisk small = disk;
    if (small != null) {
      small.close();
    }
  }

  @Test
  void eachTroubleIsFoundAndMendedByDocumentedCommands() throws Exception {
    startAll();
    try (ShopClient client = new ShopClient(front().uri())) {
      client.initItems(RECORDS, 1_000, 1).value();
      client.initUsers(RECORDS, 1_000).value();
      client.initOrders(RECORDS, RECORDS, RECORDS, 1).value();
    }
    assertSays(0, "The books are in", audit("--save", books()));
    try (SteadyBuyers buyers = new SteadyBuyers(front(), acknowledged)) {
      buyers.await(SOME);
      aParticipantIsDead(buyers);
      SmallDisk small = disk;
      if (small != null) {
        aDiskIsFull(small, buyers);
      }
      aSecretChanges(buyers);
    }
    String backup = found(MADE, tercet("payment", "backup").output());
    try (SteadyBuyers buyers = new SteadyBuyers(front(), acknowledged, SOME * 100)) {
      buyers.await(SOME);
    }
    recordsAreDamaged(backup);
    try (SteadyBuyers buyers = new SteadyBuyers(front(), acknowledged, SOME * 200)) {
      buyers.await(SOME);
    }
    assertSays(0, "Nothing is in quarantine", tercet("order", "transactions", "quarantined"));
    assertSays(0, ", 0 are wrong", audit("--since", books()));
    NAMES.forEach(name -> assertEquals(0, node(name).stop(), node(name)::output));
  }

  private void aParticipantIsDead(SteadyBuyers buyers) {
    node("payment").kill();
    awaitSays("(unreachable)", "order", "transactions", "list", "--waits-for", "payment");
    String down = "node payment did not answer: it cannot be reached";
    assertSays(0, down, tercet("order", "transactions", "list"));
    start("payment").awaitReady();
    awaitSays("Nothing is open", "order", "transactions", "list", "--unreachable");
    buyers.await(SOME);
  }

  private void aDiskIsFull(SmallDisk disk, SteadyBuyers buyers) throws IOException {
    disk.fill(128 * 1024);
    assertNotEquals(0, node("stock").awaitEnd());
    assertTrue(node("stock").output().contains("disk is full"), node("stock")::output);
    awaitSays("(unreachable)", "order", "transactions", "list", "--waits-for", "stock");
    disk.makeRoom();
    start("stock").awaitReady();
    buyers.await(SOME);
  }

  /** The three steps of docs/operate/access.md. */
  private void aSecretChanges(SteadyBuyers buyers) throws IOException {
    buyers.awaitEnds(); // some may have begun while the stock was away
    int before = buyers.failed();
    for (String lines :
        List.of(
            "old-secret-of-tests\nnew-secret-of-tests\n",
            "new-secret-of-tests\nold-secret-of-tests\n",
            "new-secret-of-tests\n")) {
      Map<String, Integer> seen = new HashMap<>();
      NAMES.forEach(name -> seen.put(name, changes(name)));
      Path next = Files.writeString(folder.resolve("next"), lines);
      Files.move(next, secret(), StandardCopyOption.ATOMIC_MOVE);
      NAMES.forEach(
          name -> await(name, () -> changes(name) > Objects.requireNonNull(seen.get(name))));
      buyers.await(SOME);
    }
    assertEquals(before, buyers.failed(), "checkouts that failed while the secret changed");
    for (String name : NAMES) {
      assertEquals(401, batch(name, "old-secret-of-tests"));
      assertEquals(204, batch(name, "new-secret-of-tests"));
    }
  }

  private int changes(String name) {
    return node(name).output().split("secret.*has changed", -1).length;
  }

  private int batch(String name, String secret) throws IOException {
    String empty = new String(new EnvelopeBatch.Writer().toBytes(), StandardCharsets.ISO_8859_1);
    int port = Objects.requireNonNull(nodePorts.get(name));
    String answer = RawHttp.post(port, "/envelopes", "Authorization: Bearer " + secret, empty);
    return Integer.parseInt(answer.substring(9, 12));
  }

  /** The way of docs/operate/damage.md, and then of docs/operate/backup.md. */
  private void recordsAreDamaged(String backup) throws Exception {
    assertEquals(0, node("payment").stop());
    Path file = BadBlock.makeIn(data("payment"));
    int damaged = damagedRecords();
    if (!node("payment").isAlive()) { // a compaction was the first to find it
      assertTrue(node("payment").output().contains("Start again"), node("payment")::output);
      damaged = damagedRecords();
    }
    assertTrue(damaged > 0 && damaged < RECORDS / STEP / 10, "damaged: " + damaged);
    double counted = ShopCluster.metric(node("payment").adminUri(), DAMAGED_READS);
    assertTrue(counted >= damaged, "counted: " + counted);
    assertEquals(0, node("payment").stop());
    Shell.Result check = data("data", "check", "--data", data("payment").toString());
    assertSays(1, file.getFileName().toString(), check);
    Path aside = folder.resolve("aside");
    Files.move(data("payment"), aside);
    String to = data("payment").toString();
    assertSays(
        0, "every checksum is right", data("data", "restore", "--from", backup, "--data", to));
    start("payment").awaitReady();
    Shell.Result wrong = audit("--since", books());
    assertEquals(1, wrong.status(), wrong::output);
    Matcher user = TOO_MUCH.matcher(wrong.output());
    int corrected = 0;
    while (user.find()) {
      String pay = "/payment/pay/%s/%s".formatted(user.group(1), user.group(2));
      assertTrue(RawHttp.post(front().shop(), pay, "X: y").startsWith("HTTP/1.1 200 "), pay);
      corrected++;
    }
    assertTrue(corrected > 0, wrong::output);
    assertSays(0, ", 0 are wrong", audit("--since", books()));
  }

  /** Starts the node, and counts the records whose reads it refuses. */
  private int damagedRecords() throws Exception {
    start("payment").awaitReadyOrFailStop();
    int damaged = 0;
    try (ShopClient client = new ShopClient(front().uri())) {
      for (int user = 0; user < RECORDS; user += STEP) {
        String answer = client.exchange("GET", "/payment/find_user/" + user).body();
        damaged += answer.contains("record_damaged") ? 1 : 0;
      }
    }
    return damaged;
  }

  private void startAll() throws IOException {
    StringBuilder file = new StringBuilder("shards = 4\nstores = own\n");
    for (String name : NAMES) {
      ports.put(name, ShopProcess.Ports.free());
      int port = ShopProcess.freePort();
      nodePorts.put(name, port);
      String roles = name.equals("order") ? "order, gateway" : name;
      file.append("node.%s.address = 127.0.0.1:%d%n".formatted(name, port));
      file.append("node.%s.roles = %s%n".formatted(name, roles));
    }
    Files.writeString(folder.resolve("cluster.properties"), file);
    Files.writeString(secret(), "old-secret-of-tests\n");
    disk = SmallDisk.mount(folder.resolve("disk-stock"), "64m");
    if (disk == null) {
      System.out.println("no disk is filled: a small disk can be mounted only by root");
    }
    NAMES.forEach(this::start);
    nodes.values().forEach(ShopProcess::awaitReady);
  }

  private ShopProcess start(String name) {
    ShopProcess node =
        ShopProcess.launch(
            Objects.requireNonNull(ports.get(name)),
            data(name),
            List.of("env", "-u", "TERCET_CLUSTER_SECRET"),
            "--cluster=" + folder.resolve("cluster.properties"),
            "--node=" + name,
            "--transport=http",
            "--cluster-secret-file=" + secret(),
            "--backups=" + folder.resolve("backups"));
    nodes.put(name, node);
    return node;
  }

  private ShopProcess node(String name) {
    return Objects.requireNonNull(nodes.get(name));
  }

  private ShopProcess.Ports front() {
    return Objects.requireNonNull(ports.get("order"));
  }

  private Path data(String name) {
    return folder.resolve("disk-" + name).resolve("data");
  }

  private Path secret() {
    return folder.resolve("secret");
  }

  private String books() {
    return folder.resolve("books").toString();
  }

  private void await(String what, BooleanSupplier isTrue) {
    Await.until(() -> "never true: " + what, PATIENCE, isTrue);
  }

  private void awaitSays(String words, String node, String... command) {
    StringBuilder last = new StringBuilder();
    Await.until(
        () -> words + " is not in\n" + last,
        PATIENCE,
        () -> {
          last.setLength(0);
          last.append(tercet(node, command).output());
          return last.indexOf(words) >= 0;
        });
  }

  /** A command that asks the administrative port of a node. */
  private Shell.Result tercet(String node, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--admin", node(node).adminUri().toString()));
    return data(all.toArray(String[]::new));
  }

  private static Shell.Result data(String... words) {
    List<String> command = new ArrayList<>(ShopProcess.nodeCommand());
    command.addAll(List.of(words));
    return Shell.run(command);
  }

  private Shell.Result audit(String... options) {
    List<String> command = new ArrayList<>(ShopProcess.toolsCommand());
    List<String> admins = NAMES.stream().map(name -> node(name).adminUri().toString()).toList();
    command.addAll(List.of("audit", "--admin", String.join(",", admins), "--pause", "500ms"));
    command.addAll(List.of(options));
    return Shell.run(command);
  }
}
