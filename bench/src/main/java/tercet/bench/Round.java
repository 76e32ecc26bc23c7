package tercet.bench;

import java.util.Collection;

/**
 * Two measurements one after the other, so that what else the machine does hits both.
 *
 * @param noop requests that the server answers without doing anything
 * @param checkout unique durable checkouts
 */
record Round(Measurement noop, Measurement checkout) {
  /** Checkouts per do-nothing request: how much of what the server could answer is left. */
  double ratio() {
    return checkout.perSecond() / noop.perSecond();
  }

  /**
   * @param all not empty
   */
  static Round median(Collection<Round> all) {
    return new Round(
        Measurement.median(all.stream().map(Round::noop).toList()),
        Measurement.median(all.stream().map(Round::checkout).toList()));
  }
}
