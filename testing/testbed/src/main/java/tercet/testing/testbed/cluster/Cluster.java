package tercet.testing.testbed.cluster;

import java.net.URI;
import java.util.List;

/**
 * A shop of several processes on this machine. The caller that started it may break its members.
 */
public interface Cluster extends AutoCloseable {
  /** Where clients reach the shop, even if members are dead. */
  URI address();

  /** The administrative ports of its nodes, also of those that are dead. */
  List<URI> admins();

  /** All processes that may be broken, also those that are down now; always the same ones. */
  List<Member> members();

  /** A report on a failed run, for a person: the last output of every member. */
  String lastWords();

  /** Ends every process and deletes everything that the cluster has written. */
  @Override
  void close();
}
