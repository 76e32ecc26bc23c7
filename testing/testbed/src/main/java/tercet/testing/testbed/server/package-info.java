/**
 * Real servers on this machine, for tests and demonstrations: each with a data folder of its own,
 * on free ports of loopback, ended by its process id and by nothing else. Open {@link
 * tercet.testing.testbed.server.PostgresServer} first.
 */
@NullMarked
package tercet.testing.testbed.server;

import org.jspecify.annotations.NullMarked;
