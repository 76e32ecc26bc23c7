/**
 * The contracts of the ports as tests that every adapter runs. Open {@link
 * tercet.conformance.StoreContract} first.
 */
@NullMarked
package tercet.conformance;

import org.jspecify.annotations.NullMarked;
