package tercet.store.rocksdb;

import java.util.List;

/**
 * The result of a check of a data folder.
 *
 * @param lines for a person
 * @param damages how many places are damaged
 * @param newer how many records only a newer version can read; they are not damaged
 */
public record DataReport(List<String> lines, int damages, long newer) {
  public DataReport {
    lines = List.copyOf(lines);
  }

  /** True if nothing is damaged. */
  public boolean isWell() {
    return damages == 0;
  }
}
