package tercet.store.rocksdb;

import java.util.List;

/**
 * The result of a check of a data folder.
 *
 * @param lines for a person
 * @param damages how many places are damaged
 */
public record DataReport(List<String> lines, int damages) {
  public DataReport {
    lines = List.copyOf(lines);
  }

  /** True if nothing is damaged. */
  public boolean isWell() {
    return damages == 0;
  }
}
