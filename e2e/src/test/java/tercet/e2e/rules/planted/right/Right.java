package tercet.e2e.rules.planted.right;

import tercet.e2e.rules.planted.left.Left;

/** One half of a cycle, for the test of the rule. */
public final class Right {
  public int count(Left other) {
    return other.count(this);
  }
}
