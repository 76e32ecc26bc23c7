package tercet.testing.verifier.report;

import java.util.ArrayList;
import java.util.List;
import tercet.testing.verifier.bench.BenchRun;

/**
 * Bands over the time in which something was done to the shop, with their names in as many rows
 * above the plot as they need not to cover each other.
 */
final class Marks {
  static final int ROW_HEIGHT = 18;
  private static final int ROWS_MAX = 6;
  private static final double BAND_WIDTH_MIN = 1.5;

  /** Average width of a letter, in the size of the style sheet; rather too wide. */
  private static final double LETTER_WIDTH = 7.4;

  private static final double SPACE = 12;
  private static final int BASELINE = 5;

  private final List<Mark> marks = new ArrayList<>();
  private final List<Double> rowEnds = new ArrayList<>();
  private final int left;
  private final int right;

  private record Mark(String what, double from, double to, double textFrom, int row) {}

  /**
   * @param time axis from {@code left} to {@code right}
   */
  Marks(List<BenchRun.Event> events, Axis time, int left, int right) {
    this.left = left;
    this.right = right;
    for (BenchRun.Event event : events) {
      double from = x(time.place(event.at()));
      double to = x(time.place(event.at() + event.seconds()));
      double width = event.what().length() * LETTER_WIDTH;
      double textFrom = Math.max(left, Math.min(from, right - width));
      int row = row(textFrom, textFrom + width + SPACE);
      marks.add(new Mark(event.what(), from, Math.max(from + BAND_WIDTH_MIN, to), textFrom, row));
    }
  }

  private double x(double place) {
    return left + Math.clamp(place, 0, 1) * (right - left);
  }

  /** The first row with room, or the last, where names may then cover each other. */
  private int row(double from, double end) {
    int row = 0;
    while (row < rowEnds.size() && rowEnds.get(row) > from && row < ROWS_MAX - 1) {
      row++;
    }
    if (row == rowEnds.size()) {
      rowEnds.add(end);
    } else {
      rowEnds.set(row, end);
    }
    return row;
  }

  /** How much room the names take. */
  int height() {
    return rowEnds.size() * ROW_HEIGHT;
  }

  /**
   * @param top of the names
   * @param bottom of the plot
   */
  String svg(int top, int bottom) {
    StringBuilder svg = new StringBuilder();
    for (Mark mark : marks) {
      int y = top + mark.row() * ROW_HEIGHT;
      svg.append(
          """
          <g class="mark"><title>%s</title>\
          <rect x="%s" y="%d" width="%s" height="%d"/>\
          <text x="%s" y="%d">%s</text></g>
          """
              .formatted(
                  Markup.text(mark.what()),
                  Numbers.coordinate(mark.from()),
                  y,
                  Numbers.coordinate(mark.to() - mark.from()),
                  bottom - y,
                  Numbers.coordinate(mark.textFrom() + 2),
                  y + ROW_HEIGHT - BASELINE,
                  Markup.text(mark.what())));
    }
    return svg.toString();
  }
}
