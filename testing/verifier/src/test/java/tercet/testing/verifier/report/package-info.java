/** Tests of the page that shows runs. */
@NullMarked
package tercet.testing.verifier.report;

import org.jspecify.annotations.NullMarked;
