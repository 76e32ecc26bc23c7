/**
 * Shows runs as one page for a browser, which needs nothing else. Open {@link
 * tercet.testing.verifier.report.HtmlReport} first.
 */
@NullMarked
package tercet.testing.verifier.report;

import org.jspecify.annotations.NullMarked;
