package tercet.e2e.rules.planted.left;

import tercet.e2e.rules.planted.right.Right;

/** One half of a cycle, for the test of the rule. */
public final class Left {
  public int count(Right other) {
    return other.count(this);
  }
}
