package tercet.testing.chaos;

import tercet.testing.verifier.report.HtmlReport;

/** Writes what a run found as a page: the report of {@code bench}, with the faults in it. */
public final class ChaosReport {
  private ChaosReport() {}

  public static String of(ChaosResult result) {
    HtmlReport.Faults faults =
        new HtmlReport.Faults(
            result.isRight(),
            result.findings(),
            ChaosText.columns(),
            result.faults().stream()
                .map(fault -> new HtmlReport.Row(fault.strike().what(), ChaosText.row(fault)))
                .toList());
    return HtmlReport.of(result.run(), faults);
  }
}
