package tercet.testing.testbed.fuzz;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Tries changed input for some seconds: two, or {@code -Dtercet.fuzz.seconds=60}. Each case has a
 * seed of its own, which a failure names; {@code -Dtercet.fuzz.seed=N} begins with that case. By
 * default the first seed is a new one.
 */
public final class FuzzRun {
  private static final int CHANGES_MAX = 6;
  private static final int REPEATS_MAX = 300;

  private FuzzRun() {}

  /** Tries one input. */
  @FunctionalInterface
  public interface Trial {
    void run(byte[] input) throws Exception;
  }

  /**
   * Runs until the time is over.
   *
   * @param samples valid inputs
   * @param words that make a difference to the program, to be put anywhere
   * @return how many cases were tried
   * @throws AssertionError with the seed and the input of the first case that fails
   */
  public static int run(List<String> samples, List<String> words, Trial trial) {
    Duration time = Duration.ofSeconds(Long.getLong("tercet.fuzz.seconds", 2));
    long seed = Long.getLong("tercet.fuzz.seed", System.nanoTime());
    long start = System.nanoTime();
    int tried = 0;
    while (System.nanoTime() - start < time.toNanos()) {
      byte[] input = changed(new SplittableRandom(seed + tried), samples, words);
      try {
        trial.run(input);
      } catch (Exception | AssertionError failed) {
        throw new AssertionError(
            "%s%nRepeat it with -Dtercet.fuzz.seed=%d. The input was: %s"
                .formatted(failed, seed + tried, printable(input)),
            failed);
      }
      tried++;
    }
    return tried;
  }

  /** One character for each byte. */
  private static String printable(byte[] input) {
    StringBuilder text = new StringBuilder();
    for (byte one : input) {
      text.append(one >= ' ' && one < 0x7f ? (char) one : "\\x%02x".formatted(one));
    }
    return text.toString();
  }

  private static byte[] changed(RandomGenerator random, List<String> samples, List<String> words) {
    StringBuilder text = new StringBuilder(any(random, samples));
    for (int changes = random.nextInt(CHANGES_MAX); changes > 0; changes--) {
      change(random, text, samples, words);
    }
    byte[] bytes = new byte[text.length()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) text.charAt(i);
    }
    return bytes;
  }

  private static void change(
      RandomGenerator random, StringBuilder text, List<String> samples, List<String> words) {
    int at = random.nextInt(text.length() + 1);
    int end = Math.min(text.length(), at + 1 + random.nextInt(12));
    switch (random.nextInt(8)) {
      case 0 -> text.delete(at, end);
      case 1 -> text.insert(at, text.substring(at, end));
      case 2 -> text.insert(at, (char) random.nextInt(256));
      case 3 -> text.replace(at, end, any(random, words));
      case 4 -> text.insert(at, any(random, words));
      case 5 -> text.insert(at, any(random, words).repeat(1 + random.nextInt(REPEATS_MAX)));
      case 6 -> text.setLength(at);
      default -> text.append(any(random, samples));
    }
  }

  private static String any(RandomGenerator random, List<String> texts) {
    return texts.get(random.nextInt(texts.size()));
  }
}
