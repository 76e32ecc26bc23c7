package tercet.testing.verifier.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BooksAuditTest {
  private static final Books.Purchase UNPAID = order(false, 1);
  private static final Books.Purchase PAID = order(true, 1);
  private static final Baseline BEFORE =
      Baseline.of(books(100, 0, 10, Map.of("o", UNPAID), Map.of("o", UNPAID)));

  @TempDir private Path folder = Path.of("");

  /** Two pieces for 30. */
  private static Books.Purchase order(boolean paid, long generation) {
    return new Books.Purchase("u", paid, 30, generation, Map.of("i", 2L));
  }

  private static Books books(
      long credit,
      long held,
      long stock,
      Map<String, Books.Purchase> before,
      Map<String, Books.Purchase> after) {
    return new Books(
        Map.of("u", new Books.Holding(credit, held, false, 1)),
        Map.of("i", new Books.Holding(stock, 0, false, 1)),
        before,
        after,
        Books.Returning.NOTHING);
  }

  private static Books paid(long credit, long stock) {
    return books(credit, 0, stock, Map.of("o", PAID), Map.of("o", PAID));
  }

  private static BooksAudit audit(Books now) {
    return BooksAudit.of(BEFORE, now);
  }

  private static void assertWrong(String about, Anomaly anomaly, String words, Books now) {
    Map<String, Discrepancy> wrong = audit(now).wrong();
    assertEquals(Set.of(about), wrong.keySet(), wrong::toString);
    Discrepancy found = wrong.values().iterator().next();
    assertEquals(anomaly, found.fault());
    assertTrue(found.sentence().contains(words), found.sentence());
  }

  @Test
  void paidOrderThatWasTakenOnceFits() {
    BooksAudit audit = audit(paid(70, 8));
    assertEquals(Map.of(), audit.wrong());
    assertEquals(2, audit.compared());
  }

  @Test
  void balanceThatIsWrongIsNamedWithWhatWouldExplainIt() {
    assertWrong("User u", Anomaly.BALANCE_WRONG, "credit of 65 where the books", paid(65, 8));
    assertWrong("User u", Anomaly.TAKEN_TWICE, "30 too little", paid(40, 8));
    assertWrong("Item i", Anomaly.PAID_WITHOUT_TAKING, "for the paid orders [o]", paid(70, 10));
    Map<String, Books.Purchase> open = Map.of("o", UNPAID);
    assertWrong(
        "User u", Anomaly.TAKEN_WITHOUT_PAID, "unpaid orders [o]", books(70, 0, 10, open, open));
    assertWrong("User u", Anomaly.BALANCE_WRONG, "add_funds", books(105, 0, 10, open, open));
  }

  @Test
  void balanceThatMovesIsLeftOut() {
    // Held: the order is paid, and the user's shard has not heard of it.
    BooksAudit held = audit(books(70, 30, 8, Map.of("o", PAID), Map.of("o", PAID)));
    assertEquals(Map.of(), held.wrong());
    assertEquals(Set.of("User u"), held.moving());
    // Paid between the two readings of the orders.
    BooksAudit torn = audit(books(70, 0, 10, Map.of("o", UNPAID), Map.of("o", PAID)));
    assertEquals(Map.of(), torn.wrong());
    assertEquals(Set.of("User u", "Item i"), torn.moving());
  }

  @Test
  void orderThatWasPaidBeforeIsNotCountedAgainAndGivesBackWhenItIsUndone() {
    Baseline since = Baseline.of(paid(70, 8));
    assertEquals(Map.of(), BooksAudit.of(since, paid(70, 8)).wrong());
    Map<String, Books.Purchase> undone = Map.of("o", UNPAID);
    assertEquals(Map.of(), BooksAudit.of(since, books(100, 0, 10, undone, undone)).wrong());
    // Filled again and paid again.
    Map<String, Books.Purchase> again = Map.of("o", order(true, 2));
    assertEquals(Map.of(), BooksAudit.of(since, books(40, 0, 6, again, again)).wrong());
  }

  @Test
  void cancelledPiecesComeBack() {
    Baseline since = Baseline.of(paid(70, 8));
    Books.Purchase one = new Books.Purchase("u", true, 15, 1, Map.of("i", 1L));
    Map<String, Books.Purchase> left = Map.of("o", one);
    assertEquals(Map.of(), BooksAudit.of(since, books(85, 0, 9, left, left)).wrong());
    Books twice = books(100, 0, 9, left, left);
    assertEquals(Set.of("User u"), BooksAudit.of(since, twice).wrong().keySet());
    BooksAudit between = BooksAudit.of(since, books(70, 0, 8, Map.of("o", PAID), left));
    assertEquals(Set.of("User u", "Item i"), between.moving());
  }

  @Test
  void balanceToWhichACancelledOrderStillGivesBackIsLeftOut() {
    Map<String, Books.Purchase> cancelled = Map.of("o", UNPAID);
    Books given = books(100, 0, 8, cancelled, cancelled);
    Books giving =
        new Books(
            given.users(),
            given.items(),
            cancelled,
            cancelled,
            new Books.Returning(Set.of(), Set.of("i")));
    Baseline since = Baseline.of(paid(70, 8));
    assertEquals(Set.of("Item i"), BooksAudit.of(since, given).wrong().keySet());
    assertEquals(Map.of(), BooksAudit.of(since, giving).wrong());
    assertEquals(Set.of("Item i"), BooksAudit.of(since, giving).moving());
  }

  @Test
  void balanceThatWasFilledAgainIsNotCompared() {
    Books.Holding filled = new Books.Holding(500, 0, false, 2);
    Books now =
        new Books(
            Map.of("u", filled),
            Map.of("i", filled),
            Map.of("o", PAID),
            Map.of("o", PAID),
            Books.Returning.NOTHING);
    assertEquals(2, audit(now).filledAgain());
    assertEquals(Map.of(), audit(now).wrong());
  }

  @Test
  void lostRecordsAreNamed() {
    Books.Holding item = new Books.Holding(8, 0, false, 1);
    Map<String, Books.Purchase> orders = Map.of("o", PAID);
    Books now = new Books(Map.of(), Map.of("i", item), orders, orders, Books.Returning.NOTHING);
    assertEquals(Set.of("User u", "Order o"), audit(now).wrong().keySet());
    Baseline since = Baseline.of(paid(70, 8));
    assertEquals(
        Set.of("Order o"),
        BooksAudit.of(since, books(70, 0, 8, Map.of(), Map.of())).wrong().keySet());
  }

  @Test
  void onlyASecondLookAccuses() throws IOException {
    RepeatedAudit passing = repeated(paid(65, 8), paid(70, 8));
    assertTrue(passing.isRight(), passing::toString);
    RepeatedAudit other = repeated(paid(65, 8), paid(66, 8), paid(70, 8));
    assertTrue(other.isRight(), other::toString);
    RepeatedAudit lasting = repeated(paid(65, 8), paid(65, 8));
    assertEquals(1, lasting.wrong().size());
    Books held = books(70, 30, 8, Map.of("o", PAID), Map.of("o", PAID));
    RepeatedAudit later = repeated(held, paid(70, 8));
    assertEquals(Set.of(), later.moving());
    assertEquals(2, later.compared());
  }

  private static RepeatedAudit repeated(Books... looks) throws IOException {
    Deque<Books> all = new ArrayDeque<>(List.of(looks));
    return RepeatedAudit.run(
        all::removeFirst, BEFORE, Duration.ZERO, Duration.ofMinutes(1), line -> {});
  }

  @Test
  void booksAreReadAsTheyWereWritten() throws IOException {
    Path file = folder.resolve("books");
    Baseline since =
        new Baseline(
            Map.of("a b/ü", new Baseline.Balance(7, -3)),
            Map.of("i", new Baseline.Balance(9, 4)),
            Map.of("o", new Books.Purchase("u x", true, 30, 5, Map.of("i i", 2L))));
    since.write(file);
    assertEquals(since, Baseline.read(file));
    Files.writeString(file, Files.readString(file).replace("end\n", ""));
    assertThrows(IOException.class, () -> Baseline.read(file));
    Files.writeString(file, "tercet books 2\nuser x\nend\n");
    assertThrows(IOException.class, () -> Baseline.read(file));
  }
}
