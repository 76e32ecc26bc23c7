/**
 * The Transport port: how shards and nodes reach each other. Open {@link
 * tercet.runtime.transport.Transport} first; its Javadoc is the contract that every adapter's tests
 * run.
 */
@NullMarked
package tercet.runtime.transport;

import org.jspecify.annotations.NullMarked;
