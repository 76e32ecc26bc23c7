/**
 * Real servers on this machine, for tests and demonstrations: each with a data folder of its own,
 * on free ports of loopback, ended by its process id and by nothing else. Open {@link
 * tercet.servers.PostgresServer} first.
 */
@NullMarked
package tercet.servers;

import org.jspecify.annotations.NullMarked;
