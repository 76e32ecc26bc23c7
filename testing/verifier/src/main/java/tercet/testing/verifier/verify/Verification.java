package tercet.testing.verifier.verify;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import tercet.testing.verifier.contention.Contention;
import tercet.testing.verifier.contention.ContentionResult;
import tercet.testing.verifier.contention.ExtendedContention;
import tercet.testing.verifier.contention.MixedContention;
import tercet.testing.verifier.contention.Playing;
import tercet.testing.verifier.contention.SecondChance;
import tercet.testing.verifier.contention.TestedShop;
import tercet.testing.verifier.http.LoadSettings;
import tercet.testing.verifier.model.Discrepancy;
import tercet.testing.verifier.shop.BrokenContractException;
import tercet.testing.verifier.shop.Oddities;
import tercet.testing.verifier.shop.UnexpectedReplyException;
import tercet.testing.verifier.shop.UnreadableShopException;

/**
 * Plays contests against a shop and compares, for every user, item and order, the answers that
 * clients got with the shop's records: when all answers are there, and once more at the end, to
 * find late errors, too.
 *
 * @param base address of the shop
 * @param settleMax how long the shop may take to be right; zero if it must be at once
 * @param limit of the calls of one contest; afterwards it is judged by what was seen
 * @param rounds how often each contest is played, 1 or more
 * @param buyers of the classic contest, who compete for a tenth as many pieces
 * @param orders of the mixed contest
 * @param connections of the mixed contest
 * @param extended whether the routes that Tercet adds to the contract are tested, too
 * @param seed of everything that is random
 */
public record Verification(
    URI base,
    Duration settleMax,
    Duration limit,
    int rounds,
    int buyers,
    int orders,
    int connections,
    boolean extended,
    long seed) {
  private static final int BUYERS_PER_PIECE = 10;

  public Verification {
    check(!settleMax.isNegative(), "the time to settle is 0 or more");
    check(limit.isPositive(), "the limit of a contest is above 0");
    check(rounds >= 1, "rounds are 1 or more, not " + rounds);
    check(orders >= 1, "orders are 1 or more, not " + orders);
    check(
        Math.min(buyers, connections) >= 1
            && Math.max(buyers, connections) <= LoadSettings.CONNECTIONS_MAX,
        "buyers and connections are 1 to " + LoadSettings.CONNECTIONS_MAX);
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /** A contest that was played and judged once, and errors outside its books. */
  private record Played(Playing playing, ContentionResult first, SecondChance afterwards) {}

  /**
   * Plays and judges. If a contest cannot be prepared, those before it are judged, and none
   * follows.
   *
   * @param progress hears of each step, line by line
   * @throws UnexpectedReplyException if the first contest cannot be prepared
   * @throws BrokenContractException if the id of a new record cannot be read in it
   * @throws UnreadableShopException if a new record cannot be read in it
   * @throws IOException if this machine has not enough connections for it
   */
  public Verdict run(Consumer<String> progress) throws IOException {
    TestedShop shop = new TestedShop(base, limit, new Oddities(), progress);
    List<Played> played = new ArrayList<>();
    List<ContentionResult> missing = new ArrayList<>();
    try {
      playAll(shop, played, progress);
    } catch (UnexpectedReplyException
        | BrokenContractException
        | UnreadableShopException
        | IOException e) {
      if (played.isEmpty()) {
        throw e;
      }
      List<String> names = List.of("classic", "mixed", "extended");
      String name = names.get(played.size() % (extended ? 3 : 2));
      missing.add(ContentionResult.notPlayed(name, "not prepared: " + e.getMessage()));
    }
    progress.accept("Reading everything once more");
    List<ContentionResult> results = new ArrayList<>();
    played.forEach(one -> results.add(judgeAgain(one, progress)));
    results.addAll(missing);
    return new Verdict(base, settleMax, seed, results, shop.oddities().list());
  }

  private void playAll(TestedShop shop, List<Played> played, Consumer<String> progress)
      throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 1; round <= rounds; round++) {
      String of = rounds == 1 ? "" : " (round %d of %d)".formatted(round, rounds);
      progress.accept("Classic contest%s: %,d buyers, %,d pieces".formatted(of, buyers, pieces()));
      played.add(judge(new Contention(shop, buyers, pieces()).play(), progress));
      progress.accept("Mixed contest%s: %,d orders".formatted(of, orders));
      MixedContention mixed = new MixedContention(shop, orders, connections, random.split());
      played.add(judge(mixed.play(), progress));
      if (extended) {
        progress.accept("Extended contest%s: %,d orders".formatted(of, orders));
        ExtendedContention more = new ExtendedContention(shop, orders, connections, random.split());
        played.add(judge(more.play(), progress));
      }
    }
  }

  private int pieces() {
    return Math.max(1, buyers / BUYERS_PER_PIECE);
  }

  private Played judge(Playing playing, Consumer<String> progress) {
    progress.accept("  comparing %,d records".formatted(playing.books().size()));
    ContentionResult first = judged(playing, progress);
    // A shop that is wrong already has other worries, and its balances would predict nothing.
    SecondChance none = new SecondChance(List.of(), "");
    return new Played(playing, first, first.isWon() ? playing.giveSecondChance(settleMax) : none);
  }

  private ContentionResult judged(Playing playing, Consumer<String> progress) {
    try {
      return playing.judge(settleMax, progress);
    } catch (UnreadableShopException | BrokenContractException e) {
      return playing.judgeUnread("not compared: " + e.getMessage());
    }
  }

  private ContentionResult judgeAgain(Played played, Consumer<String> progress) {
    ContentionResult first = played.first();
    List<Discrepancy> all = new ArrayList<>(first.discrepancies());
    all.addAll(played.afterwards().found());
    String unfinished = first.isFinished() ? played.afterwards().unfinished() : first.unfinished();
    if (first.settlement().readings() > 0) {
      ContentionResult last = judged(played.playing(), progress);
      last.discrepancies().stream().filter(late -> !all.contains(late)).forEach(all::add);
      unfinished = unfinished.isEmpty() ? last.unfinished() : unfinished;
    }
    return first.with(all, unfinished);
  }
}
