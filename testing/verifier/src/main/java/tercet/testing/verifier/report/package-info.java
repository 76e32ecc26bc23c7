/**
 * Shows runs as one page for a browser, which needs nothing else. Open {@link
 * tercet.judge.report.HtmlReport} first.
 */
@NullMarked
package tercet.judge.report;

import org.jspecify.annotations.NullMarked;
