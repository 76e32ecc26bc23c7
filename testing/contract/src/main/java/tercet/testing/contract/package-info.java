/**
 * The contracts of the ports as tests that every adapter runs. Open {@link
 * tercet.testing.contract.StoreContract} first.
 */
@NullMarked
package tercet.testing.contract;

import org.jspecify.annotations.NullMarked;
