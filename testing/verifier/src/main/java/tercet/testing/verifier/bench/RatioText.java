package tercet.testing.verifier.bench;

/** Writes the ratio of checkouts to requests that do nothing, for a person. */
public final class RatioText {
  private RatioText() {}

  static String of(Round round) {
    return String.join(
        "\n",
        FigureTable.HEAD,
        FigureTable.line("do nothing", Figures.of(round.noop())),
        FigureTable.line("checkout", Figures.of(round.checkout())),
        ratio(round.ratio()));
  }

  /** The medians of the rounds, the open loop and the state of the books. */
  public static String of(RatioResult result) {
    return String.join(
        "\n",
        "Median of %d rounds".formatted(result.rounds().size()),
        FigureTable.HEAD,
        FigureTable.line("do nothing", Round.median(result.rounds(), Round::noop)),
        FigureTable.line("checkout", Round.median(result.rounds(), Round::checkout)),
        ratio(result.ratio()),
        FigureTable.line(result.open().name(), Figures.of(result.open())),
        "Books: " + (result.isRight() ? "right" : "WRONG"));
  }

  private static String ratio(double ratio) {
    return "checkout / do nothing: %.3f".formatted(ratio);
  }
}
