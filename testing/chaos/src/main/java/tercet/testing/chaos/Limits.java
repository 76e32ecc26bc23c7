package tercet.testing.chaos;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tercet.testing.testbed.cluster.Member;

/**
 * The faults that a cluster can bear at once, while all its other members are well. Of a role that
 * several members have one member stays well, and of databases only one is hit. The only member
 * with a role may be away, as long as it comes back.
 */
final class Limits {
  private static final String DATABASE = "database";

  /** Which database has these changes, and each of them is a database anyhow. */
  private static final Set<String> CHANGING = Set.of("primary", "standby", "master", "replica");

  /** Of several of these a majority must stay: they decide together. */
  private static final Set<String> VOTING = Set.of("sentinel", "broker");

  private Limits() {}

  static boolean bears(List<Member> all, Collection<Member> hit) {
    if (count(hit, DATABASE) > 1 || VOTING.stream().anyMatch(role -> isOutvoted(all, hit, role))) {
      return false;
    }
    Set<String> roles = new HashSet<>();
    hit.forEach(member -> roles.addAll(member.roles()));
    roles.remove(DATABASE);
    roles.removeAll(CHANGING);
    return roles.stream()
        .allMatch(role -> count(all, role) == 1 || count(hit, role) < count(all, role));
  }

  private static boolean isOutvoted(Collection<Member> all, Collection<Member> hit, String role) {
    return count(all, role) > 1 && 2 * count(hit, role) > count(all, role);
  }

  private static long count(Collection<Member> members, String role) {
    return members.stream().filter(member -> member.roles().contains(role)).count();
  }
}
