/**
 * The real program as a child process, and what happens to it: kill -9, SIGTERM, full disks. Open
 * {@link tercet.e2e.process.ShopProcess} first.
 */
@NullMarked
package tercet.e2e.process;

import org.jspecify.annotations.NullMarked;
