package tercet.e2e.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tercet.testing.testbed.server.Await;
import tercet.testing.testbed.server.Shell;
import tercet.testing.testbed.server.TimeBound;
import tercet.testing.verifier.http.LoadClient;
import tercet.testing.verifier.http.LoadSettings;
import tercet.testing.verifier.model.Audit;
import tercet.testing.verifier.model.Checkouts;
import tercet.testing.verifier.model.ReferenceModel;
import tercet.testing.verifier.shop.BulkReader;
import tercet.testing.verifier.shop.NoShopException;
import tercet.testing.verifier.shop.OrderId;
import tercet.testing.verifier.shop.ShopClient;

/** The program starts quickly, stops in good order, and says why when it cannot start. */
@Tag("slow")
final class StartAndStopTest {
  private static final int COUNT = 20_000;

  /** So many that reading them would take long. */
  private static final int ITEMS = 50_000;

  /** A stop that was asked for is no failure. */
  private static final int STATUS_AFTER_TERM = 0;

  @TempDir private Path data = Path.of("");

  @Test
  void secondStartServesWithinTwoSeconds() {
    Duration startOfNothing;
    try (ShopProcess first = ShopProcess.startAsInProduction(ShopProcess.Ports.free(), data);
        ShopClient client = new ShopClient(first.uri())) {
      startOfNothing = first.startTime();
      client.initItems(ITEMS, 1, 1).value();
      assertStopped(first);
    }
    try (ShopProcess second = ShopProcess.startAsInProduction(ShopProcess.Ports.free(), data)) {
      System.out.printf(
          "first start: %d ms, second start: %d ms%n",
          startOfNothing.toMillis(), second.startTime().toMillis());
      assertTrue(
          second.startTime().compareTo(TimeBound.of(Duration.ofSeconds(2))) < 0
              || second.startTime().compareTo(startOfNothing.multipliedBy(2)) < 0,
          second::output);
    }
  }

  @Test
  void termUnderLoadEndsWithinFiveSecondsAndKeepsWhatWasAcknowledged() throws Exception {
    ShopProcess.Ports ports = ShopProcess.Ports.free();
    ReferenceModel books = new ReferenceModel();
    books.hasBatch(COUNT, 1_000, 1_000);
    try (ShopProcess shop = ShopProcess.start(ports, data, List.of())) {
      try (ShopClient client = new ShopClient(ports.uri())) {
        client.initItems(COUNT, 1_000, 1).value();
        client.initUsers(COUNT, 1_000).value();
        client.initOrders(COUNT, COUNT, COUNT, 1).value();
      }
      stopUnderLoad(shop, ports, books);
    }
    try (ShopProcess shop = ShopProcess.start(ports, data, List.of())) {
      Audit audit =
          books.audit(
              new BulkReader(ports.uri(), 64, Duration.ofSeconds(60)), Duration.ofSeconds(10));
      assertTrue(audit.isClean(), audit.report());
      assertTrue(shop.isAlive());
    }
  }

  private static void assertStopped(ShopProcess shop) {
    assertEquals(STATUS_AFTER_TERM, shop.stop(), shop::output);
    assertTrue(shop.output().contains("The shop is closed."), shop::output);
  }

  private static void stopUnderLoad(ShopProcess shop, ShopProcess.Ports ports, ReferenceModel books)
      throws Exception {
    List<OrderId> orders = LongStream.range(0, COUNT).mapToObj(OrderId::of).toList();
    Checkouts checkouts = Checkouts.once(orders, books);
    LoadSettings settings = LoadSettings.closedLoop(64).withGoneAfter(Duration.ofSeconds(1));
    LoadClient client = new LoadClient(ports.uri(), settings);
    try (ExecutorService load = Executors.newSingleThreadExecutor()) {
      Future<?> run = load.submit(() -> client.run(checkouts));
      while (checkouts.paid() < COUNT / 5 && !run.isDone()) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      }
      long start = System.nanoTime();
      assertStopped(shop);
      Duration taken = Duration.ofNanos(System.nanoTime() - start);
      client.stop();
      run.get();
      System.out.println("stop under load: " + taken.toMillis() + " ms");
      assertTrue(taken.compareTo(TimeBound.of(Duration.ofSeconds(5))) < 0, "took " + taken);
    }
  }

  @Test
  void folderWithAnotherNumberOfShardsIsRefused() throws Exception {
    ShopProcess.start(data, "--shards", "4").close();
    Shell.Result ended = run("run", "--data", data.toString(), "--shards", "8", "--port", "0");
    assertEquals(1, ended.status());
    assertTrue(ended.output().contains("4") && ended.output().contains("8"), ended.output());
    assertTrue(ended.output().contains(data.toString()), ended.output());
    assertFalse(ended.output().contains("\tat "), ended.output());
  }

  @Test
  void folderThatAnotherProcessHoldsIsRefused() throws Exception {
    try (ShopProcess holder = ShopProcess.start(data)) {
      Shell.Result ended =
          run("run", "--data", data.toString(), "--port", "0", "--admin-port", "0");
      assertEquals(1, ended.status());
      assertTrue(ended.output().contains("another process"), ended.output());
      assertFalse(ended.output().contains("\tat "), ended.output());
      assertTrue(holder.isAlive());
    }
  }

  @Test
  void portInUseIsRefusedWithItsName() throws Exception {
    try (ShopProcess holder = ShopProcess.start(data.resolve("one"))) {
      String port = Integer.toString(holder.uri().getPort());
      Path other = data.resolve("other");
      Shell.Result ended =
          run("run", "--data", other.toString(), "--port", port, "--admin-port", "0");
      assertEquals(1, ended.status());
      assertTrue(ended.output().contains(port), ended.output());
      assertFalse(ended.output().contains("\tat "), ended.output());
    }
  }

  @Test
  void wrongOptionsGetASentence() throws Exception {
    List<List<String>> wrong =
        List.of(
            List.of("run", "--port", "many"),
            List.of("run", "--port", "70000"),
            List.of("run", "--shards", "0"),
            List.of("run", "--protocol", "hope"),
            List.of("run", "--deadline", "soon"),
            List.of("run", "--colour", "red"),
            List.of("run", "--host", "0.0.0.0"),
            List.of("run", "--admin-host=0.0.0.0"),
            List.of("run", "--tokens-file", "tokens", "--without-tokens"),
            List.of("run", "--halt-at", "after-commit:tcc.Held:1"),
            List.of("run", "--postgres-password", "planted-5ecret"),
            List.of("fly"),
            List.of());
    for (List<String> arguments : wrong) {
      Shell.Result ended = run(arguments.toArray(String[]::new));
      assertEquals(2, ended.status(), arguments + ": " + ended.output());
      assertTrue(ended.output().startsWith("tercet: "), arguments + ": " + ended.output());
      assertFalse(ended.output().contains("\tat "), arguments + ": " + ended.output());
      assertFalse(ended.output().contains("planted-5ecret"), ended.output());
    }
  }

  @Test
  void misspeltVariableIsRefused() throws Exception {
    List<String> command = new ArrayList<>(List.of("env", "TERCET_ADMIN_PROT=1"));
    command.addAll(ShopProcess.javaCommand());
    command.add("run");
    Shell.Result ended = Shell.run(command);
    assertEquals(2, ended.status(), ended.output());
    assertTrue(ended.output().contains("did you mean TERCET_ADMIN_PORT?"), ended.output());
  }

  /** The probes of {@link ShopProcess#awaitReady} are those of a load balancer. */
  @Test
  void drainingShopIsNotReadyAndServes() throws Exception {
    ShopProcess.Ports ports = ShopProcess.Ports.free();
    String drain = "--drain=3s";
    try (ShopProcess shop = ShopProcess.start(ports, data, List.of(), drain);
        ExecutorService stopping = Executors.newSingleThreadExecutor()) {
      Future<Integer> status = stopping.submit(shop::stop);
      Await.until(
          "it is not ready",
          () -> get(shop.adminUri().resolve("/health/ready"), "").statusCode() == 503);
      HttpResponse<String> served = get(ports.uri(), "");
      assertEquals(200, served.statusCode());
      assertEquals("close", served.headers().firstValue("Connection").orElse(""));
      assertEquals(0, status.get(), shop::output);
      assertTrue(shop.output().contains("(--drain)"), shop::output);
    }
  }

  @Test
  void tokensAreAskedForAndReadAgain() throws Exception {
    String first = "first-token-of-more-than-32-characters";
    String second = "second-token-of-more-than-32-characters";
    Path tokens = data.resolve("tokens");
    writeToken(tokens, first);
    Path folder = data.resolve("shop");
    try (ShopProcess shop =
        ShopProcess.start(folder, "--tokens-file=" + tokens, "--host=0.0.0.0")) {
      URI item = shop.uri().resolve("/stock/find/0");
      assertEquals(401, get(item, "").statusCode());
      assertEquals(401, get(item, second).statusCode());
      try (ShopClient client = new ShopClient(shop.uri())) {
        String verify =
            assertThrows(NoShopException.class, () -> client.requireShop(_ -> {})).getMessage();
        assertTrue(String.valueOf(verify).contains("TERCET_TOKEN"), verify);
      }
      assertEquals(400, get(item, first).statusCode());
      assertEquals(403, get(shop.adminUri().resolve("/metrics"), first).statusCode());
      writeToken(tokens, second);
      Await.until("the other token counts", () -> get(item, second).statusCode() == 400);
      assertEquals(401, get(item, first).statusCode());
      assertFalse(shop.output().contains("-token-of-"), shop::output);
    }
  }

  private static void writeToken(Path file, String token) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
    Path next = file.resolveSibling("next");
    Files.writeString(next, "web = shopper " + HexFormat.of().formatHex(hash));
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static HttpResponse<String> get(URI uri, String token) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest.Builder request = HttpRequest.newBuilder(uri);
      if (!token.isEmpty()) {
        request.header("Authorization", "Bearer " + token);
      }
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  @Test
  void helpExplainsEveryOption() throws Exception {
    Shell.Result ended = run("run", "--help");
    assertEquals(0, ended.status());
    for (String option : List.of("--port", "--admin-port", "--data", "--protocol", "--shards")) {
      assertTrue(ended.output().contains(option), option + " in " + ended.output());
    }
    assertTrue(ended.output().contains("Default: 8000"), ended.output());
  }

  private static Shell.Result run(String... arguments) {
    List<String> command = new ArrayList<>(ShopProcess.javaCommand());
    command.addAll(List.of(arguments));
    return Shell.run(command);
  }
}
