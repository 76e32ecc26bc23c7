package tercet.testing.verifier.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Lines of a table for a person: the first column to the left, figures behind it to the right. A
 * cell that is too wide moves the cells after it.
 */
public final class TextTable {
  private final String title;
  private final int titleWidth;
  private final List<Column> columns;

  private record Column(String title, int width) {}

  private TextTable(String title, int titleWidth, List<Column> columns) {
    this.title = title;
    this.titleWidth = titleWidth;
    this.columns = columns;
  }

  /**
   * A table with its first column.
   *
   * @param width in letters
   */
  public static TextTable of(String title, int width) {
    return new TextTable(title, width, List.of());
  }

  /**
   * The same with one column more.
   *
   * @param width in letters, with the space before it
   */
  public TextTable column(String columnTitle, int width) {
    List<Column> more = new ArrayList<>(columns);
    more.add(new Column(columnTitle, width));
    return new TextTable(title, titleWidth, List.copyOf(more));
  }

  /** Titles of the columns behind the first. */
  public List<String> columns() {
    return columns.stream().map(Column::title).toList();
  }

  /** The line with the titles. */
  public String head() {
    return row(title, columns());
  }

  /** A line below the head. */
  public String rule() {
    return "-".repeat(head().length());
  }

  /**
   * A line.
   *
   * @param cells one for each column behind the first
   */
  public String row(String name, List<String> cells) {
    if (cells.size() != columns.size()) {
      throw new IllegalArgumentException(cells.size() + " cells for " + columns.size());
    }
    StringBuilder row = new StringBuilder(name);
    row.repeat(' ', Math.max(0, titleWidth - name.length()));
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i);
      row.repeat(' ', Math.max(1, columns.get(i).width() - cell.length())).append(cell);
    }
    return row.toString();
  }
}
