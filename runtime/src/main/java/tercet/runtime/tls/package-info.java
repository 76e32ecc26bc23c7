/**
 * TLS from PEM files that may change while the process runs. Open {@link
 * tercet.runtime.tls.TlsIdentity} first.
 *
 * <p>The JDK does the work. The classes here read the files with errors that a person can act on,
 * and put the JDK's TLS over sockets that a library has opened.
 */
@NullMarked
package tercet.runtime.tls;

import org.jspecify.annotations.NullMarked;
