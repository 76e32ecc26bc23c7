package tercet.kernel.command;

/**
 * Consecutive decimal ids, as batch initialization gives them.
 *
 * @param from the first, at least 0
 * @param to one past the last, at least {@code from}
 */
public record Range(int from, int to) {
  public Range {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("not a range: " + from + " to " + to);
    }
  }
}
