/** Tests of the page that shows runs. */
@NullMarked
package tercet.judge.report;

import org.jspecify.annotations.NullMarked;
