/** Reads and writes the files of results. Open {@link tercet.testing.verifier.json.JsonText}. */
@NullMarked
package tercet.testing.verifier.json;

import org.jspecify.annotations.NullMarked;
